import { fails } from '../run/evaluate.ts';
import type { Coverage, Report } from './report.ts';

/** Several reports of one server, each of other rules, as one: what a run in shards found. */
export function mergeReports(reports: readonly [Report, ...Report[]]): Report {
  const [first] = reports;
  const all = <Value>(pick: (report: Report) => readonly Value[]): Value[] => reports.flatMap(pick);
  const violations = all(({ violations: own }) => own);
  const stopped = reports.map((report) => report.stopped).find((reason) => reason !== undefined);
  return {
    ...first,
    conforms: reports.every(({ conforms }) => conforms) && !violations.some(fails),
    startedAt: reports.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    durationMs: Math.max(...reports.map(({ durationMs }) => durationMs)),
    requests: reports.reduce((sum, { requests }) => sum + requests, 0),
    turns: reports.reduce((sum, { turns }) => sum + turns, 0),
    violations,
    coverage: mergeCoverage(reports.map(({ coverage }) => coverage)),
    skipped: uniqueOf(all(({ skipped }) => skipped)),
    ...(first.untried ? { untried: uniqueOf(all(({ untried = [] }) => untried)) } : {}),
    rules: all(({ rules }) => rules),
    streams: all(({ streams }) => streams),
    leftBehind: all(({ leftBehind }) => leftBehind),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

/** What every part says is said once. */
function uniqueOf<Item>(items: Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function mergeCoverage(parts: readonly Coverage[]): Coverage {
  const union = (pick: (part: Coverage) => readonly string[]) => [...new Set(parts.flatMap(pick))];
  const statuses: Record<string, number[]> = {};
  for (const [operation, seen] of parts.flatMap((part) => Object.entries(part.statuses))) {
    statuses[operation] = [...new Set([...(statuses[operation] ?? []), ...seen])].sort();
  }
  return {
    declaredOperations: union((part) => part.declaredOperations),
    operations: union((part) => part.operations),
    statuses,
    declaredEventTypes: union((part) => part.declaredEventTypes),
    eventTypes: union((part) => part.eventTypes),
    rules: union((part) => part.rules),
    constraints: union((part) => part.constraints),
  };
}
