import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Incoming, Reply } from '../../../mock/http/exchange.ts';
import { jsonReply } from '../../../mock/http/replies.ts';
import { readScenarioFolder } from '../../../mock/node/scenario-folder.ts';
import type { Seen } from '../../../mock/request/decision.ts';
import { promptOfRequest } from '../../../mock/scenarios/prompt-of-request.ts';
import { readScenarios } from '../../../mock/scenarios/read-scenarios.ts';
import { describeConditions, type Scenario } from '../../../mock/scenarios/scenario.ts';
import { createScenarioLibrary } from '../../../mock/scenarios/scenario-library.ts';
import { createStreamOperations } from '../../../mock/streams/stream-operation.ts';
import type { Contract } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/validate/schema-validator.ts';
import { maskBody } from '../../record/replace-values.ts';
import { decodeText } from '../../shared/encoding/bytes.ts';
import { cut } from '../../shared/excerpt.ts';
import { parseJson } from '../../shared/json.ts';
import { credentialsOf } from '../validation/describe-exchange.ts';
import { closestRecording } from './closest-recording.ts';
import { queryWithout } from './observe-recording.ts';
import { promptOf } from './write-recording.ts';

/** Responds to requests with recorded responses. */
export interface Replay {
  /** @returns `undefined` if nothing was recorded for the request */
  answer(incoming: Incoming, seen: Seen, body: Uint8Array, turn: number | undefined): Promise<Reply | undefined>;
  /** The response to an unrecorded request if the proxy is offline. */
  miss(incoming: Incoming, seen: Seen, body: Uint8Array | undefined, turn: number | undefined): Reply;
}

/** Reads a folder of recordings. @throws {UsageError} if it cannot be read, with file and line */
export function openReplay(folder: string, contract: Contract, validate: SchemaValidator): Replay {
  const scenarios = readScenarios(readScenarioFolder(folder)).filter(hasConditions);
  const library = createScenarioLibrary(
    () => [],
    [],
    () => ({ contract, validate }),
    'replay',
  );
  library.replace(scenarios);
  const operations = createStreamOperations(contract, { stateless: true });
  const uses = new Map<string, number>();
  return {
    async answer(incoming, seen, bytes, turn) {
      const { route, sandbox, faults, preference, number } = seen;
      if (route.found !== 'operation' || !library.hasFor(route.operation.id)) return undefined;
      const call = {
        number,
        operation: route.operation,
        ...valuesOf(incoming, seen, bytes),
        context: { ...sandbox.context, scenarios: library, uses, turnOf: () => turn ?? 1 },
        faults,
        preference,
      };
      const reply = await operations.answer(call, incoming.header('accept'));
      if (reply?.headers['x-mock-scenario'] === undefined) {
        reply?.playback?.leave();
        return undefined;
      }
      return reply;
    },
    miss(incoming, seen, bytes, counted) {
      const { method } = incoming;
      const { path } = seen.target;
      const operation = operationOf(seen);
      const values = valuesOf(incoming, seen, bytes);
      const prompt = operation?.stream && promptOf(values.body);
      const turn = operation?.stream && (promptOfRequest(values.body).turn ?? counted);
      const closest = closestRecording(scenarios, contract.operations, {
        method,
        path,
        operation,
        values,
        prompt,
        turn,
      });
      const query = new URLSearchParams(values.query).toString();
      const words = [
        `${method} ${path}${query === '' ? '' : `?${query}`}`,
        ...(operation ? [`operation ${operation.id}`] : []),
        ...(prompt === undefined ? [] : [`prompt ${JSON.stringify(cut(prompt, 200))}`]),
        ...(turn === undefined ? [] : [`turn ${turn}`]),
      ];
      return jsonReply(504, {
        detail: `Nothing was recorded for ${words.join(', ')}.`,
        ...(closest
          ? { closest: { recording: closest.scenario.name, when: describeConditions(closest.response.conditions) } }
          : {}),
      });
    },
  };
}

function operationOf({ route }: Seen) {
  return route.found === 'operation' ? route.operation : undefined;
}

/** A request as in a recording: without credentials. */
function valuesOf(incoming: Incoming, seen: Seen, bytes: Uint8Array | undefined) {
  const { route, target } = seen;
  const secrets = credentialsOf(incoming, operationOf(seen));
  const text = bytes ? maskBody(decodeText(bytes), secrets) : '';
  return {
    path: route.found === 'operation' ? route.parameters : {},
    query: queryWithout(secrets, target.query),
    body: text === '' ? undefined : (parseJson(text) ?? text),
  };
}

function hasConditions({ responses }: Scenario): boolean {
  return responses.every(({ conditions }) => Object.keys(conditions).length > 0);
}

/** The beginning of a body, and a stream of the whole body. */
export async function peekBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ bytes: Uint8Array | undefined; whole: Readable }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const iterator = request[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  while (length <= limit) {
    const { done, value } = await iterator.next();
    if (done) return { bytes: Buffer.concat(chunks), whole: Readable.from(chunks, { objectMode: false }) };
    chunks.push(value);
    length += value.byteLength;
  }
  async function* all() {
    yield* chunks;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { bytes: undefined, whole: Readable.from(all(), { objectMode: false }) };
}
