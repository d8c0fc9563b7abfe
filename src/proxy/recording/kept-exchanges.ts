import type { ProxyTools } from '../../../mock/control/console-tools.ts';
import { isSessionName, sessionHeader } from '../../../mock/sandbox.ts';
import type { Contract } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/validate/schema-validator.ts';
import type { ExchangeObserver } from '../exchange-observer.ts';
import { type ChunkLog, createChunkLog } from './chunk-log.ts';
import {
  collectStream,
  collectText,
  createdIdsIn,
  factsOf,
  type RequestFacts,
  recordedExchange,
} from './observe-recording.ts';
import type { RecordedExchange } from './recorded-response.ts';
import { writeScenario } from './recording-folder.ts';
import type { SessionTurns } from './session-turns.ts';

/** The dependencies of the stored exchanges. */
export interface KeptExchangesParts {
  contract: Contract;
  validate: SchemaValidator;
  turns: SessionTurns;
  now(): number;
}

/** The most recent exchanges, to save one as a scenario. */
export interface KeptExchanges extends Pick<ProxyTools, 'scenarioOf'> {
  observe: ExchangeObserver;
}

/** An exchange, decoded on demand. */
interface KeptExchange {
  facts: RequestFacts;
  requestEncoding: string | undefined;
  request: ChunkLog;
  head?: Pick<RecordedExchange, 'status' | 'headers'> & { isStream: boolean };
  response: ChunkLog;
  isTooLong: boolean;
  ended?: string;
}

/** Maximum number of exchanges, bytes of one, and bytes of all. The oldest are dropped. */
const most = { exchanges: 1000, exchange: 1_048_576, all: 16_777_216 };
/** Decoded bytes of a body. */
const bodyLimit = 16_777_216;

export function createKeptExchanges({ contract, validate, turns, now }: KeptExchangesParts): KeptExchanges {
  const kept = new Map<string, KeptExchange>();
  let total = 0;
  const forget = (key: string) => {
    const one = kept.get(key);
    if (one) total -= sizeOf(one);
    kept.delete(key);
  };
  const forgetOldest = () => {
    for (const key of kept.keys()) {
      if (total <= most.all && kept.size <= most.exchanges) break;
      forget(key);
    }
  };
  const keep = (key: string, list: 'request' | 'response', at: number, bytes: Uint8Array) => {
    const one = kept.get(key);
    if (!one || one.isTooLong) return;
    const before = sizeOf(one);
    one.isTooLong = before + bytes.byteLength > most.exchange;
    if (one.isTooLong) {
      one.request = createChunkLog();
      one.response = createChunkLog();
    } else one[list].push(at, bytes);
    total += sizeOf(one) - before;
    forgetOldest();
  };
  const createdIds = async () => {
    const created = [...kept.values()].filter(({ head }) => head?.status === 201 && !head.isStream);
    const ids = await Promise.all(created.map(async (one) => createdIdsIn(201, (await readExchange(one)).content)));
    return new Set(ids.flat());
  };
  return {
    observe(incoming, seen) {
      const { route } = seen;
      const operation = route.found === 'operation' ? route.operation : undefined;
      const name = incoming.header(sessionHeader);
      const key = keyOf(isSessionName(name) ? name : undefined, seen.number);
      const one: KeptExchange | undefined = operation && {
        facts: factsOf(incoming, seen, operation, turns.of(incoming, seen)),
        requestEncoding: incoming.header('content-encoding'),
        request: createChunkLog(),
        response: createChunkLog(),
        isTooLong: false,
      };
      if (one) kept.set(key, one);
      forgetOldest();
      let beganAt = 0;
      return {
        requestBytes: (bytes) => keep(key, 'request', 0, bytes),
        requestEnd() {},
        responseHead(status, headers) {
          beganAt = now();
          const isStream =
            operation?.stream !== undefined && /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
          if (one) one.head = { status, headers, isStream };
          return undefined;
        },
        responseBytes: (bytes) => keep(key, 'response', now() - beganAt, bytes),
        ended({ arrived }) {
          if (one) one.ended = arrived;
        },
        failed: () => forget(key),
      };
    },
    async scenarioOf(sandbox, number) {
      const one = kept.get(keyOf(sandbox, number));
      if (!one)
        return { reason: 'This exchange is no longer stored: only the most recent ones of documented operations are.' };
      if (one.ended === undefined) return { reason: 'Its response has not ended yet.' };
      if (one.ended !== 'ended') return { reason: 'Its response broke off.' };
      if (one.isTooLong) {
        return { reason: 'It is longer than 1 MB. Start the proxy with --record to record exchanges of any size.' };
      }
      const exchange = await readExchange(one);
      const replacements = { secrets: one.facts.secrets, createdIds: await createdIds() };
      return writeScenario(exchange, replacements, contract, validate);
    },
  };
}

function sizeOf({ request, response }: KeptExchange): number {
  return request.size + response.size;
}

function keyOf(sandbox: string | undefined, number: number): string {
  return `${sandbox ?? ''}/${number}`;
}

async function readExchange({ facts, requestEncoding, request, head, response }: KeptExchange) {
  const { status = 0, headers = {}, isStream = false } = head ?? {};
  const sent = await readText(requestEncoding, request);
  const encoding = headers['content-encoding'];
  if (!isStream) {
    const content = { kind: 'plain', text: await readText(encoding, response) } as const;
    return recordedExchange(facts, { status, headers }, sent, content);
  }
  let at = 0;
  const { tap, steps } = collectStream(encoding, bodyLimit, () => at);
  for (const chunk of response.chunks()) {
    at = chunk.at;
    tap.push(chunk.bytes);
  }
  await tap.end();
  return recordedExchange(facts, { status, headers }, sent, { kind: 'stream', steps });
}

async function readText(encoding: string | undefined, body: ChunkLog): Promise<string> {
  const { tap, text } = collectText(encoding, bodyLimit);
  for (const { bytes } of body.chunks()) tap.push(bytes);
  await tap.end();
  return text();
}
