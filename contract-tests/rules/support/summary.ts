import { excerpt } from '../../../src/shared/excerpt.ts';
import type { JsonObject } from '../../../src/shared/json.ts';
import type { RuleContext } from '../rule.ts';
import { normalSummary } from './history.ts';
import { compareTimestamps } from './timestamp.ts';

/**
 * Two summaries of one session for comparison: in normal form, with equivalent timestamps made equal. Another rule
 * checks the id.
 */
export function sameSummary(
  context: Pick<RuleContext, 'contract'>,
  first: JsonObject,
  second: JsonObject,
): { one: JsonObject; other: JsonObject } {
  const one = normalSummary(context, first);
  const other = normalSummary(context, second);
  const order = compareTimestamps(one.last_updated_at, other.last_updated_at);
  // A missing field violates the schema, which another rule checks.
  const same = order === 0 || order === undefined;
  const alike = {
    session_id: one.session_id ?? null,
    ...(same ? { last_updated_at: one.last_updated_at ?? null } : {}),
  };
  return { one, other: { ...other, ...alike } };
}

/** The named fields, for a message. */
export function fieldsOf(value: JsonObject, names: string[]): string {
  return names.map((name) => `${name}: ${excerpt(value[name], 120)}`).join(', ');
}
