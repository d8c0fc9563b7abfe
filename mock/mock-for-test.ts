import { createEventStreamDecoder } from '../src/sse/event-stream-decoder.ts';
import { createMock, type MockOptions } from './mock.ts';

const api = 'http://mock/api/v1/chat';

/** A request for a test, with a credential and an optional JSON body. */
export function requestTo(path: string, init: RequestInit & { json?: unknown } = {}): Request {
  const { json, ...rest } = init;
  const headers = new Headers({ authorization: 'Bearer secret-token', ...(init.headers as Record<string, string>) });
  if ((json !== undefined || rest.body) && !headers.has('content-type'))
    headers.set('content-type', 'application/json');
  const method = init.method ?? (json === undefined ? 'GET' : 'POST');
  const body = json === undefined ? rest.body : JSON.stringify(json);
  return new Request(api + path, { ...rest, method, headers, ...(body == null ? {} : { body }) });
}

/** A mock without sessions and without delays, with helpers for tests. */
export function mockForTest(options: MockOptions = {}) {
  const mock = createMock({ seed: 'none', speed: 'max', ...options });
  const send = (path: string, init?: RequestInit & { json?: unknown }) => mock.fetch(requestTo(path, init));
  const read = async (path: string, init?: RequestInit & { json?: unknown }) => (await send(path, init)).json();
  return {
    mock,
    send,
    read,
    create: async (indexIds: string[] | null = ['a'], init: RequestInit = {}): Promise<string> =>
      (await read('', { json: { index_ids: indexIds }, ...init })).session_id,
    turn: (session: string, prompt = 'Hello', init: RequestInit & { json?: unknown } = {}) =>
      send(`/${session}/messages/stream`, { json: { index_ids: ['a'], prompt }, ...init }),
  };
}

/** One event of a stream: its name, and its data with the fields of its type. */
interface StreamedEvent {
  name: string;
  data: ReturnType<typeof JSON.parse>;
}

/** The events of a stream, including deltas. */
export async function eventsIn(response: Response): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  const decoder = createEventStreamDecoder({
    onMessage: ({ event, data }) => events.push({ name: event, data: JSON.parse(data) }),
  });
  for await (const chunk of response.body!) decoder.push(chunk);
  decoder.end();
  return events;
}
