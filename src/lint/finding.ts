/** How bad a finding is. Errors and warnings fail a lint, information does not. */
export type Severity = 'error' | 'warning' | 'info';

/** Who found it: Redocly, Spectral, or a rule of this project. */
export type Linter = 'redocly' | 'spectral' | 'chat-contract';

/** One thing that is wrong with the contract, and where it was written by hand. */
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

/** Rules of different linters that say the same. Their names alone do not tell. */
const sameMatters: readonly (readonly string[])[] = [
  ['example-fits', 'no-invalid-media-type-examples', 'no-invalid-parameter-examples', 'no-invalid-schema-examples'],
  ['struct', 'oas3-schema'],
  // A file that cannot be parsed is a reference that leads nowhere.
  ['syntax', 'no-unresolved-refs', 'invalid-ref'],
  ['security-defined', 'owasp:api2:2023-read-restricted', 'owasp:api2:2023-write-restricted'],
];

/** Of several linters that say the same, the one that is shown: its sentence is the clearest. */
const preference: readonly Linter[] = ['chat-contract', 'redocly', 'spectral'];

/** Findings by file and place. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(byPlace);
}

/**
 * Sorted findings, each once although a linter meets a shared file at each of its uses. What several linters say of one
 * line is reported by one of them.
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

/** By code unit, so that the order is the same under every locale. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
