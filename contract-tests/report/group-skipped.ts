import type { Report } from './report.ts';

/** The rules that were selected but could not be checked, by reason, the most frequent reason first. */
export function groupSkipped({
  rules,
  skipped,
}: Pick<Report, 'rules' | 'skipped'>): { reason: string; rules: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { rule, reason } of skipped) {
    if (rules.some(({ id }) => id === rule)) groups.set(reason, [...(groups.get(reason) ?? []), rule]);
  }
  return [...groups]
    .map(([reason, ids]) => ({ reason, rules: ids }))
    .sort((one, other) => other.rules.length - one.rules.length);
}
