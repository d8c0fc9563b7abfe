import { operationById } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';
import { chat } from '../rules/support/chat-api.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { swapCase } from '../run/http/swap-case.ts';
import type { Observations } from '../run/observations.ts';
import { isTurn } from '../run/run.ts';
import type { Turn } from '../run/turn.ts';
import { boundaryRequests, invalidRequests } from './cases/operation-cases.ts';
import type { RequestCase, RequestParts } from './cases/request-case.ts';
import { about, createSession, type Probe, sessionOf, turnParts } from './probe.ts';
import { takeSnapshot } from './snapshot.ts';

type IndexUse = Observations['indexUses'][number]['use'];

/** A question that makes an agent search, with characters that are easily corrupted. */
const question =
  'Search the documents: which of them mention "revenue", and on which page?\nAnswer in one short paragraph — 🙂 \u2028 ñ 漢字 {"a": 1}.';

/** Turns of the bound conversation: two that a server accepts, and one that it should reject. */
export const essentialTurns = 3;

/**
 * The life of a bound session: a turn, titles, turns on other indexes, and a second turn. A rejected turn must not
 * change the lock, even if its request is invalid or the session has no lock yet.
 */
export async function holdBoundConversation(probe: Probe, session: string): Promise<void> {
  const { indexIds } = probe.run.options;
  const bound = indexIds.slice(0, 2);
  await takeTurn(probe, session, turnParts(session, question, bound), 'same');
  await takeTitle(probe, session, 'Which documents mention revenue?');
  await takeTitle(probe, session, 'Compare the warranty terms of both contracts.');
  for (const { use, ids } of otherSets(indexIds)) await refuseTurn(probe, session, ids, use);
  await refuseInvalidTurn(probe, session);
  await takeSnapshot(probe, session, 'refusal');
  // The same set in another order and with a duplicate; and unknown fields, some of a later revision.
  const unordered = bound.length > 1 ? [...bound.toReversed(), ...bound.slice(0, 1)] : bound;
  const extra = { require_all_indexes: false, unknown_field: { nested: [1] } };
  const again = turnParts(session, 'Search again: what grew most?', unordered, extra);
  const answer = await takeTurn(probe, session, again, bound.length > 1 ? 'reordered' : 'same', {
    case: {
      kind: 'valid',
      constraint: {
        keyword: 'additionalProperties',
        at: ['body', 'require_all_indexes'],
        text: 'is an unknown field',
        provenance: 'assumed',
      },
    },
  });
  const [refused] = otherSets(indexIds);
  if (!refused) return;
  if (answer?.response?.status === 409) {
    // Either the order matters, or a rejected turn has moved the lock: then it moves again.
    await refuseTurn(probe, session, refused.ids, refused.use);
    await refuseInvalidTurn(probe, session);
    await takeTurn(probe, session, turnParts(session, question, bound), 'same', { case: { kind: 'other' } });
  }
  await refuseTurn(probe, session, refused.ids, refused.use, 'And in the other documents now?');
}

/** Sends a first turn that is invalid. @returns the session; another one if the server accepted the turn */
export async function refuseFirstTurn(probe: Probe): Promise<string | undefined> {
  const bound = probe.run.options.indexIds.slice(0, 2);
  const session = sessionOf(probe.seen, 'main');
  if (session === undefined || !isTurn(await refuseInvalidTurn(probe, session))) return session;
  return (await createSession(probe, 'main again', bound)).id;
}

async function refuseTurn(
  probe: Probe,
  session: string,
  indexIds: string[],
  use: IndexUse,
  prompt = 'And in the other documents?',
): Promise<void> {
  await takeTurn(probe, session, turnParts(session, prompt, indexIds), use, {
    purpose: 'has other indexes than the locked ones',
  });
}

/** A turn with other indexes that is also invalid. Whatever the status, it must leave no trace. */
async function refuseInvalidTurn({ run }: Probe, session: string): Promise<Turn | Exchange | undefined> {
  const { contract, options } = run;
  const { ids } = otherSets(options.indexIds).findLast(({ use }) => use === 'different') ?? { ids: options.indexIds };
  const base = turnParts(session, 'And in the other documents?', ids);
  const invalid = invalidRequests(contract, operationById(contract, chat.stream), base);
  const request = invalid.find(({ parts: { body } }) => body && 'json' in body && namesIndexes(body.json, ids));
  if (!request) return undefined;
  const intent = { purpose: 'has other indexes and is invalid', case: { kind: 'other' as const }, urgent: true };
  return run.stream({ session, parts: request.parts, intent });
}

function namesIndexes(json: unknown, indexIds: readonly string[]): boolean {
  return isObject(json) && Array.isArray(json.index_ids) && json.index_ids.join() === indexIds.join();
}

/** Turns of an unbound session, each with other indexes and values at the bounds. */
export async function holdUnboundConversation(probe: Probe): Promise<void> {
  const session = sessionOf(probe.seen, 'unbound');
  if (session === undefined) return;
  const { contract, options } = probe.run;
  const base = turnParts(session, 'What is in these documents?', options.indexIds.slice(0, 1));
  const requests = boundaryRequests(contract, operationById(contract, chat.stream), base);
  for (const [index, { parts, case: ownCase }] of requests.entries()) {
    const indexId = options.indexIds[index % options.indexIds.length] ?? '';
    await takeTurn(probe, session, withIndex(parts, indexId), 'unbound', { case: ownCase });
  }
}

async function takeTurn(
  probe: Probe,
  session: string,
  parts: RequestParts,
  use: IndexUse,
  how: { purpose?: string; case?: RequestCase } = {},
): Promise<Exchange | undefined> {
  const { run, seen } = probe;
  const result = await run.stream({
    session,
    parts,
    intent: {
      urgent: true,
      essential: use !== 'unbound',
      purpose: how.purpose ?? 'starts a turn',
      case: how.case ?? (use === 'different' || use === 'unknown' ? { kind: 'other' } : { kind: 'valid' }),
    },
  });
  if (!result) return undefined;
  seen.indexUses.push({ session, use, result });
  if (!isTurn(result)) return result;
  await takeSnapshot(probe, session, 'turn');
  return result.exchange;
}

async function takeTitle(probe: Probe, session: string, firstMessage: string): Promise<void> {
  const exchange = await probe.run.send(
    chat.title,
    { ...about(session), body: { json: { first_message: firstMessage } } },
    {
      urgent: true,
      purpose: 'generates a title',
      case: probe.seen.titles.some((title) => title.session === session) ? { kind: 'other' } : { kind: 'valid' },
      session,
    },
  );
  probe.seen.titles.push({ session, exchange, firstMessage });
  await takeSnapshot(probe, session, 'title');
}

/**
 * Sets that differ from the first two indexes: fewer, and if a third index is known, more, and equally many others.
 * Then sets with an index that may not exist: one whose id differs in case, unless it is a UUID, which is
 * case-insensitive (RFC 9562, section 4); and with only one index, an unknown id.
 */
function otherSets([first = '', second, third]: string[]): { use: IndexUse; ids: string[] }[] {
  const others =
    second === undefined ? [] : third === undefined ? [[first]] : [[first], [first, second, third], [first, third]];
  const cased = swapCase(first) === first || uuid.test(first) ? [] : [[swapCase(first), second ?? []].flat()];
  const unknown = [...(second === undefined ? [[`${first}-other`]] : []), ...cased];
  return [
    ...others.map((ids) => ({ use: 'different' as const, ids })),
    ...unknown.map((ids) => ({ use: 'unknown' as const, ids })),
  ];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function withIndex(parts: RequestParts, indexId: string): RequestParts {
  const json = parts.body && 'json' in parts.body ? parts.body.json : {};
  const { index_ids: indexIds, ...rest } = json as { index_ids: string[] };
  return { ...parts, body: { json: { ...rest, index_ids: indexIds.length === 1 ? [indexId] : indexIds } } };
}
