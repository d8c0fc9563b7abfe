import type { Contract } from '../../../src/openapi/contract.ts';
import { rules } from '../index.ts';
import type { Rule, Scope } from '../rule.ts';
import { isChatApi } from './chat-api.ts';

/** The rules that apply to a contract, and the others with the reason. */
export interface RuleChoice {
  applicable: readonly Rule[];
  leftOut: { rule: string; reason: string }[];
}

/**
 * The rules for a contract: all of them for the Chat API, otherwise those that follow from the document alone,
 * worded for any API.
 */
export function rulesFor(contract: Contract): RuleChoice {
  if (isChatApi(contract)) return { applicable: rules, leftOut: [] };
  const applicable: Rule[] = [];
  const leftOut: RuleChoice['leftOut'] = [];
  for (const rule of rules) {
    const reason = reasons[rule.scope](contract);
    if (reason === undefined) applicable.push({ ...rule, ...rule.otherApis });
    else leftOut.push({ rule: rule.id, reason });
  }
  return { applicable, leftOut };
}

/** Why the rules of a scope do not apply to a contract other than the Chat API's. */
const reasons: Record<Scope, (contract: Contract) => string | undefined> = {
  'any-api': () => undefined,
  'any-stream': (contract) =>
    streamsOf(contract).length > 0 ? undefined : 'The document has no event stream with a schema.',
  'any-stream-protocol': (contract) =>
    streamsOf(contract).some(({ protocol }) => protocol) ? undefined : 'The document has no x-stream-protocol.',
  'chat-api': () => 'The rule is about the Chat API, and the document does not have its operations.',
};

const streamsOf = ({ operations }: Contract) => operations.flatMap(({ stream }) => stream ?? []);
