import { isObject, parseJson } from '../../src/shared/json.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import type {
  ContractRunRequest,
  FullSession,
  Names,
  PreparedResponse,
  QueuedResponse,
  SeenRequest,
  Settings,
  StreamRecord,
} from './control-types.ts';

/** Client of the control API of the mock that served this page, for the selected sandbox. */
export type MockControl = ReturnType<typeof createMockControl>;

/**
 * Calls reject with the error message of the mock.
 *
 * @param sandboxOf the name for `X-Mock-Session`; `undefined` for the common sandbox
 */
export function createMockControl(sandboxOf: () => string | undefined) {
  async function send(
    method: string,
    path: string,
    body?: BodyInit,
    signal?: AbortSignal,
    sandbox = sandboxOf(),
  ): Promise<Response> {
    const response = await fetch(`/__mock/${path}`, {
      method,
      headers: { accept: 'application/json, text/event-stream', ...(sandbox && { 'x-mock-session': sandbox }) },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    }).catch((error) => {
      if (signal?.aborted) throw error;
      throw new Error('The server does not respond. Is it still running?', { cause: error });
    });
    if (response.ok) return response;
    throw new Error(messageIn(await response.text(), response.status));
  }
  const get = async <T>(path: string) => (await (await send('GET', path)).json()) as T;
  const post = (path: string, body: object) => send('POST', path, JSON.stringify(body));

  return {
    names: () => get<Names>('names'),
    settings: () => get<Settings>('settings'),
    change: (settings: Partial<Settings>) => send('PATCH', 'settings', JSON.stringify(settings)),
    next: (prepared: PreparedResponse) => post('next', prepared),
    queue: async () => (await get<{ queue: QueuedResponse[] }>('next')).queue,
    replaceQueued: (id: string, prepared: PreparedResponse) => send('PUT', `next/${id}`, JSON.stringify(prepared)),
    removeQueued: (id: string) => send('DELETE', `next/${id}`),
    /** Exports a forwarded request as a scenario. */
    async scenarioOf({
      number,
      sandbox,
    }: Pick<SeenRequest, 'number' | 'sandbox'>): Promise<{ file: string; text: string }> {
      const response = await send('GET', `requests/${number}/scenario`, undefined, undefined, sandbox ?? '');
      const [, file = 'scenario.sse'] =
        /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
      return { file, text: await response.text() };
    },
    clearRequests: () => send('DELETE', 'requests'),
    requests: async () => (await get<{ requests: SeenRequest[] }>('requests?sandboxes=all')).requests,
    streams: async () => (await get<{ streams: StreamRecord[] }>('streams?sandboxes=all')).streams,
    steer: (stream: string, action: 'pause' | 'resume' | 'step' | 'cut') =>
      post(`streams/${encodeURIComponent(stream)}`, { action }),
    sessions: async () => (await get<{ projects: Record<string, FullSession[]> }>('sessions')).projects,
    seed: (seed: unknown) => post('seed', { seed }),
    reset: (seed?: string) => post('reset', seed === undefined ? {} : { seed }),
    exportTranscript: async (id: string, project: string) => (await send('GET', transcriptOf(id, project))).text(),
    /** @returns the protocol violations of the fixture */
    async importTranscript(id: string, project: string, text: string): Promise<string[]> {
      const result = parseJson(await (await send('POST', transcriptOf(id, project), text)).text());
      const problems = isObject(result) && Array.isArray(result.problems) ? result.problems : [];
      return problems.map((one) => (isObject(one) ? String(one.message ?? JSON.stringify(one)) : String(one)));
    },
    /** Runs the contract tests; `told` receives every event of the run. */
    async runContract(run: ContractRunRequest, told: (event: string, data: unknown) => void, signal: AbortSignal) {
      const { body } = await send('POST', 'contract-runs', JSON.stringify(run), signal);
      const decoder = createEventStreamDecoder({ onMessage: ({ event, data }) => told(event, parseJson(data)) });
      const reader = body!.getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) decoder.push(read.value);
      decoder.end();
    },
  };
}

function transcriptOf(id: string, project: string): string {
  return `sessions/${encodeURIComponent(id)}/transcript?project=${encodeURIComponent(project)}`;
}

function messageIn(text: string, status: number): string {
  const body = parseJson(text);
  if (isObject(body) && typeof body.detail === 'string') return body.detail;
  return text.slice(0, 500) || `The server returned ${status}.`;
}
