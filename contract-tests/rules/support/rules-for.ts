import type { Contract } from '../../../src/openapi/contract.ts';
import { rulesOf } from '../../../src/sse/stream-protocol.ts';
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
  const isChat = isChatApi(contract);
  const stated = statedRules(contract);
  const applicable: Rule[] = [];
  const leftOut: RuleChoice['leftOut'] = [];
  for (const rule of rules) {
    const reason = (isChat ? undefined : reasons[rule.scope](contract)) ?? whyUnstated(rule, stated);
    if (reason === undefined) applicable.push(isChat ? rule : { ...rule, ...rule.otherApis });
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
    streamsOf(contract).some(({ protocol }) => protocol) ? undefined : 'The document has no valid x-stream-protocol.',
  'chat-api': () => 'The rule is about the Chat API, and the document does not have its operations.',
};

const streamsOf = ({ operations }: Contract) => operations.flatMap(({ stream }) => stream ?? []);

/** The rules that the protocols of a contract state. */
function statedRules(contract: Contract): ReadonlySet<string> {
  const protocols = streamsOf(contract).flatMap(({ protocol }) => protocol ?? []);
  const stated = protocols.flatMap((protocol) => rulesOf(protocol).map(({ rule }) => rule));
  return new Set([...stated, ...(protocols.some(({ selectedBy }) => selectedBy) ? ['stream-selected'] : [])]);
}

function whyUnstated({ id, protocol }: Rule, stated: ReadonlySet<string>): string | undefined {
  const needed: readonly string[] = id === 'stream-selected' ? [id] : (protocol ?? []);
  if (needed.length === 0 || needed.some((rule) => stated.has(rule))) return undefined;
  return 'The x-stream-protocol of the document has no such rule.';
}
