import { operationById } from '../../lib/contract.ts';
import { boundaryRequests } from '../cases/operation-cases.ts';
import type { RequestCase, RequestParts } from '../cases/request-case.ts';
import { chat } from '../chat-api.ts';
import type { Observations } from '../observation/observations.ts';
import { isTurn } from '../observation/run.ts';
import { about, type Probe, sessionOf, turnParts } from './probe.ts';
import { takeSnapshot } from './snapshot.ts';

type IndexUse = Observations['indexUses'][number]['use'];

/** A question that makes an agent search, with characters that are easily broken on their way. */
const question =
  'Search the documents: which of them mention "revenue", and on which page?\nAnswer in one short paragraph — 🙂 \u2028 ñ 漢字 {"a": 1}.';

/** The life of a bound session: a turn, a title, turns that its lock refuses, and a second turn. */
export async function holdBoundConversation(probe: Probe): Promise<void> {
  const session = sessionOf(probe.seen, 'main');
  if (session === undefined) return;
  const { indexIds } = probe.run.options;
  const bound = indexIds.slice(0, 2);
  await takeTurn(probe, session, turnParts(session, question, bound), 'same');
  await takeTitle(probe, session, 'Which documents mention revenue?');
  await takeTitle(probe, session, 'Compare the warranty terms of both contracts.');
  for (const different of differentSets(indexIds)) {
    await takeTurn(probe, session, turnParts(session, 'And in the other documents?', different), 'different', {
      purpose: 'names other indexes than the session is locked to',
    });
  }
  await takeSnapshot(probe, session, 'refusal');
  // The same set, in another order and with an index named twice; and fields of a later revision and of none.
  const unordered = bound.length > 1 ? [...bound.toReversed(), ...bound.slice(0, 1)] : bound;
  const extra = { require_all_indexes: false, unknown_field: { nested: [1] } };
  const again = turnParts(session, 'Search again: what grew most?', unordered, extra);
  await takeTurn(probe, session, again, bound.length > 1 ? 'reordered' : 'same', {
    case: {
      kind: 'valid',
      constraint: {
        keyword: 'additionalProperties',
        at: ['body', 'require_all_indexes'],
        text: 'is a field that is not known',
        provenance: 'assumed',
      },
    },
  });
  const [last] = differentSets(indexIds).slice(-1);
  if (last) {
    await takeTurn(probe, session, turnParts(session, 'And in the other documents now?', last), 'different', {
      purpose: 'names other indexes than the session is locked to',
    });
  }
}

/** Turns of an unbound session, each naming other indexes and standing on the bounds of what a turn may be. */
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
): Promise<void> {
  const { run, seen } = probe;
  const result = await run.stream({
    session,
    parts,
    intent: {
      purpose: how.purpose ?? 'takes a turn',
      case: how.case ?? (use === 'different' ? { kind: 'other' } : { kind: 'valid' }),
    },
  });
  if (!result) return;
  seen.indexUses.push({ session, use, result });
  if (isTurn(result)) await takeSnapshot(probe, session, 'turn');
}

async function takeTitle(probe: Probe, session: string, firstMessage: string): Promise<void> {
  const exchange = await probe.run.send(
    chat.title,
    { ...about(session), body: { json: { first_message: firstMessage } } },
    {
      purpose: 'generates a title',
      case: probe.seen.titles.some((title) => title.session === session) ? { kind: 'other' } : { kind: 'valid' },
      session,
    },
  );
  probe.seen.titles.push({ session, exchange, firstMessage });
  await takeSnapshot(probe, session, 'title');
}

/** Sets that differ from the first two indexes: fewer, and where a third one is known, more, and as many others. */
function differentSets([first = '', second, third]: string[]): string[][] {
  if (second === undefined) return [[`${first}-other`]];
  return third === undefined ? [[first]] : [[first], [first, second, third], [first, third]];
}

function withIndex(parts: RequestParts, indexId: string): RequestParts {
  const json = parts.body && 'json' in parts.body ? parts.body.json : {};
  const { index_ids: indexIds, ...rest } = json as { index_ids: string[] };
  return { ...parts, body: { json: { ...rest, index_ids: indexIds.length === 1 ? [indexId] : indexIds } } };
}
