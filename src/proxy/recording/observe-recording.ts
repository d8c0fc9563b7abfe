import type { Incoming } from '../../../mock/http/exchange.ts';
import type { Seen } from '../../../mock/request/decision.ts';
import { promptOfRequest } from '../../../mock/scenarios/prompt-of-request.ts';
import type { Operation } from '../../openapi/contract.ts';
import { collectSteps } from '../../record/collect-steps.ts';
import { maskBody } from '../../record/replace-values.ts';
import { isObject, type Json, parseJson } from '../../shared/json.ts';
import { isMaskable } from '../../shared/mask-credentials.ts';
import { type BodyTap, createBodyTap } from '../body-tap.ts';
import type { ExchangeObserver } from '../exchange-observer.ts';
import { credentialsOf } from '../validation/describe-exchange.ts';
import type { RecordedExchange } from './recorded-response.ts';
import type { RecordingFolder } from './recording-folder.ts';
import type { SessionTurns } from './session-turns.ts';

/** The dependencies of a recorder. */
export interface RecordingParts {
  folder: RecordingFolder;
  /** Maximum decoded bytes of a body. */
  bodyLimit: number;
  now(): number;
  /** Reports that an exchange was recorded, or why not. */
  onRecorded(line: string): void;
  turns: SessionTurns;
}

const shortCredential =
  'A credential is shorter than 8 characters, so it is not masked. Check the recordings for it before sharing.';

/** Records each exchange of a documented operation once it has ended. */
export function createRecordingObserver(parts: RecordingParts): ExchangeObserver {
  const { folder, bodyLimit, now, onRecorded } = parts;
  const createdIds = new Set<string>();
  let warned = false;
  return (incoming, seen) => {
    const { route } = seen;
    const operation = route.found === 'operation' ? route.operation : undefined;
    const request = collectText(incoming.header('content-encoding'), bodyLimit);
    const turn = parts.turns.of(incoming, seen);
    let head: { status: number; headers: Readonly<Record<string, string>>; at: number } | undefined;
    let response: ReturnType<typeof collectText> | ReturnType<typeof collectStream> | undefined;
    const finish = async (how: string): Promise<void> => {
      if (!operation || !head || !response || route.found !== 'operation') return;
      await Promise.all([request.tap.end(), response.tap.end()]);
      const given = request.tap.given ?? response.tap.given ?? (how === 'ended' ? undefined : `broken off (${how})`);
      if (given) return onRecorded(`${operation.id} was not recorded: a body is ${given}.`);
      const content: RecordedExchange['content'] =
        'steps' in response ? { kind: 'stream', steps: response.steps } : { kind: 'plain', text: response.text() };
      const facts = factsOf(incoming, seen, operation, turn);
      for (const id of createdIdsIn(head.status, content)) createdIds.add(id);
      const written = folder.add(recordedExchange(facts, head, request.text(), content), {
        secrets: facts.secrets,
        createdIds,
      });
      if (!warned && facts.secrets.some((secret) => !isMaskable(secret))) {
        warned = true;
        onRecorded(shortCredential);
      }
      onRecorded(
        'file' in written ? `recorded ${written.file}` : `${operation.id} was not recorded: ${written.reason}.`,
      );
    };
    return {
      requestBytes: request.tap.push,
      requestEnd() {},
      responseHead(status, headers) {
        const at = now();
        head = { status, headers, at };
        const encoding = headers['content-encoding'];
        const isStream = operation?.stream && /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
        response = isStream
          ? collectStream(encoding, bodyLimit * 16, () => now() - at)
          : collectText(encoding, bodyLimit);
        return undefined;
      },
      responseBytes: (chunk) => response?.tap.push(chunk),
      ended: ({ arrived }) => void finish(arrived),
      failed() {},
    };
  };
}

/** A recorded request without its body. */
export interface RequestFacts extends Pick<RecordedExchange, 'operation' | 'request' | 'path' | 'query'> {
  turn: number | undefined;
  /** Credentials, which are not recorded. */
  secrets: readonly string[];
}

export function factsOf(
  incoming: Incoming,
  { route, target }: Seen,
  operation: Operation,
  turn: number | undefined,
): RequestFacts {
  const secrets = credentialsOf(incoming, operation);
  return {
    operation: operation.id,
    request: `${incoming.method} ${operation.path}`,
    path: route.found === 'operation' ? route.parameters : {},
    query: queryWithout(secrets, target.query),
    turn,
    secrets,
  };
}

/** A query without credentials. */
export function queryWithout(secrets: readonly string[], query: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries([...query].filter(([, value]) => !secrets.includes(value)));
}

export function recordedExchange(
  { secrets, turn, ...facts }: RequestFacts,
  { status, headers }: Pick<RecordedExchange, 'status' | 'headers'>,
  sent: string,
  content: RecordedExchange['content'],
): RecordedExchange {
  // Its prompt names the file and is a condition.
  const shown = maskBody(sent, secrets);
  const body = parseJson(shown) ?? shown;
  const number = promptOfRequest(body).turn ?? turn;
  return { ...facts, body, ...(number === undefined ? {} : { turn: number }), status, headers, content };
}

/** The ids of created resources in a response, which differ in a replay. */
export function createdIdsIn(status: number, content: RecordedExchange['content']): string[] {
  return status === 201 && content.kind === 'plain' ? idsIn(parseJson(content.text)) : [];
}

export function collectText(encoding: string | undefined, limit: number): { tap: BodyTap; text(): string } {
  const chunks: Uint8Array[] = [];
  const tap = createBodyTap({ encoding, limit, onBytes: (bytes) => void chunks.push(bytes) });
  return { tap, text: () => new TextDecoder().decode(Buffer.concat(chunks)) };
}

export function collectStream(encoding: string | undefined, limit: number, elapsed: () => number) {
  const { steps, decoder } = collectSteps(elapsed);
  return { tap: createBodyTap({ encoding, limit, onBytes: decoder.push }), steps };
}

/** Values of id fields, such as `id` and `session_id`. */
function idsIn(value: Json | undefined): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, id]) =>
    /^id$|_id$|[a-z]Id$/.test(name) && typeof id === 'string' && id.length >= 8 ? [id] : [],
  );
}
