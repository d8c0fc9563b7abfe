/** The severity of a finding. Errors and warnings fail a lint, information does not. */
export type Severity = 'error' | 'warning' | 'info';

/** The source of a finding: Redocly, Spectral, or a rule of this project. */
export type Linter = 'redocly' | 'spectral' | 'chat-contract';

/** One problem of the contract, and its source location. */
export interface Finding {
  linter: Linter;
  rule: string;
  severity: Severity;
  message: string;
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** Equivalent rules of different linters, which their names do not reveal. */
const sameMatters: readonly (readonly string[])[] = [
  ['example-fits', 'no-invalid-media-type-examples', 'no-invalid-parameter-examples', 'no-invalid-schema-examples'],
  ['struct', 'oas3-schema'],
  // A file that cannot be parsed is also an unresolvable reference.
  ['syntax', 'no-unresolved-refs', 'invalid-ref'],
  ['security-defined', 'owasp:api2:2023-read-restricted', 'owasp:api2:2023-write-restricted'],
];

/** The linter that is shown if several report the same: its message is the clearest. */
const preference: readonly Linter[] = ['chat-contract', 'redocly', 'spectral'];

/** Findings by file and place. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(byPlace);
}

/**
 * Sorted findings without duplicates: a linter reports a shared file at each of its uses. If several linters report the
 * same of one line, one of them is kept.
 */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const unique = sortFindings([...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]);
  const speakers = new Map<string, Linter>();
  for (const linter of preference) {
    for (const finding of unique) {
      const matter = matterOf(finding);
      if (finding.linter === linter && !speakers.has(matter)) speakers.set(matter, linter);
    }
  }
  return unique.filter((finding) => speakers.get(matterOf(finding)) === finding.linter);
}

function matterOf({ file, line, rule }: Finding): string {
  return JSON.stringify([file, line, sameMatters.find((rules) => rules.includes(rule))?.[0] ?? rule]);
}

/** True if a finding makes a lint fail. */
export function isViolation({ severity }: Finding): boolean {
  return severity !== 'info';
}

function byPlace(left: Finding, right: Finding): number {
  return (
    compare(left.file, right.file) ||
    left.line - right.line ||
    left.column - right.column ||
    compare(left.rule, right.rule) ||
    compare(left.message, right.message)
  );
}

/** By code unit, so that the order does not depend on the locale. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
