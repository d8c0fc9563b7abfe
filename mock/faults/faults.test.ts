import { describe, expect, test } from 'vitest';
import { eventsIn, mockForTest, requestTo } from '../mock-for-test.ts';
import { createFakeClock } from '../node/fake-clock.ts';
import { faults } from './index.ts';

type Tools = ReturnType<typeof mockForTest>;
type Body = ReturnType<typeof JSON.parse>;

/** Observations of a mock; they are made with the fault and without it. */
interface Case {
  look(tools: Tools): Promise<unknown>;
  right: unknown;
  wrong: unknown;
  options?: Parameters<typeof mockForTest>[0];
}

const project = '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10';
const anything = expect.anything();

/** The status of a request to a new session bound to `a`. */
const statusOf =
  (path: string, init?: Parameters<Tools['send']>[1], bound: string[] | null = ['a']) =>
  async ({ send, create }: Tools) =>
    (await send(path.replace('ID', await create(bound)), init)).status;

/** The view of a session after turns with these prompts. */
const afterTurns =
  (prompts: string[], look: (session: Body, tools: Tools, id: string) => unknown, bound: string[] | null = ['a']) =>
  async (tools: Tools) => {
    const id = await tools.create(bound);
    for (const prompt of prompts) await eventsIn(await tools.turn(id, prompt));
    return look(await tools.read(`/${id}`), tools, id);
  };

/** The text of a turn. */
const streamed =
  (look: (text: string) => unknown, prompt = 'x') =>
  async ({ create, turn }: Tools) =>
    look(await (await turn(await create(), prompt)).text());

const dataIn = (text: string): Body[] =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, json = '']) => JSON.parse(json));
const ofType = (text: string, type: string) => dataIn(text).filter((event) => event.type === type);
const walk = async ({ create, read }: Tools, count: number, size: number, most = 12) => {
  const ids: string[] = [];
  for (let made = 0; made < count; made++) ids.unshift(await create());
  const seen: number[][] = [];
  let token: string | null = '';
  while (token !== null && seen.length < most) {
    const page: Body = await read(`?page_size=${size}${token && `&page_token=${token}`}`);
    seen.push(page.items?.map((item: Body) => ids.indexOf(item.session_id)));
    token = page.next_page_token;
  }
  return seen;
};
const list = async ({ create, read }: Tools) => {
  const id = await create();
  return (await read('')).items?.find((item: Body) => item.session_id === id);
};
/** The status of a turn on a session's own indexes, after a first one and a rejected one. */
const turnAfterRefusal =
  (json: object) =>
  async ({ create, turn, send }: Tools) => {
    const id = await create(['a']);
    await eventsIn(await turn(id));
    await send(`/${id}/messages/stream`, { json });
    return (await turn(id)).status;
  };
const statusWith = (authorization: string) => statusOf('', { headers: { authorization } });
const title = (first_message: string) => ({ json: { first_message } });
const stream = '/ID/messages/stream';

const cases: Record<string, Case> = {
  'undocumented-status': { look: statusOf('/ID/summary'), right: 200, wrong: 203 },
  'create-answers-200': { look: statusOf('', { json: {} }), right: 201, wrong: 200 },
  'server-error': { look: statusOf('/ID/title', title('x')), right: 200, wrong: 500 },
  'wrong-content-type': {
    look: async ({ send, create }) => (await send(`/${await create()}/summary`)).headers.get('content-type'),
    right: 'application/json',
    wrong: 'text/plain',
  },
  'stream-wrong-content-type': {
    look: async ({ turn, create }) => (await turn(await create())).headers.get('content-type'),
    right: 'text/event-stream; charset=utf-8',
    wrong: 'application/json',
  },
  'missing-response-field': {
    look: async ({ read, create }) => 'last_updated_at' in (await read(`/${await create()}/summary`)),
    right: true,
    wrong: false,
  },
  'wrong-response-type': {
    look: afterTurns(['x'], (session) => typeof session.job_metadata.total_input_tokens),
    right: 'number',
    wrong: 'string',
  },
  'page-without-items': { look: async ({ read }) => 'items' in (await read('')), right: true, wrong: false },
  'error-without-detail': {
    look: ({ read }) => read('/nobody'),
    right: { detail: anything },
    wrong: { message: anything },
  },
  'validation-error-as-text': {
    look: async ({ read }) => typeof (await read('?page_size=0')).detail,
    right: 'object',
    wrong: 'string',
  },
  'validation-error-wrong-field': {
    look: async ({ read }) => (await read('?page_size=0')).detail[0].loc,
    right: ['query', 'page_size'],
    wrong: ['query', 'another_field'],
  },
  'validation-error-empty': {
    look: async ({ read }) => (await read('?page_size=0')).detail.length,
    right: 1,
    wrong: 0,
  },
  'wrong-method-not-found': { look: statusOf('/ID/summary', { method: 'PUT' }), right: 405, wrong: 404 },
  'unknown-path-answered': { look: statusOf('/no/such/path'), right: 404, wrong: 200 },
  'no-allow': {
    look: async ({ send }) => (await send('', { method: 'PUT' })).headers.get('allow'),
    right: 'GET, HEAD, POST',
    wrong: null,
  },
  'allow-in-lower-case': {
    look: async ({ send }) => (await send('', { method: 'PUT' })).headers.get('allow'),
    right: 'GET, HEAD, POST',
    wrong: 'get, head, post',
  },
  'unknown-session-empty': {
    look: async ({ send, create }) => {
      const deleted = await create();
      await send(`/${deleted}`, { method: 'DELETE' });
      return [
        (await send('/nobody')).status,
        (await send('/nobody/summary')).status,
        (await send(`/${deleted}`)).status,
      ];
    },
    right: [404, 404, 404],
    wrong: [200, 200, 404],
  },
  'accepts-wrong-type': {
    look: async (tools) => [
      await statusOf('', { json: { index_ids: 'a' } })(tools),
      await statusOf(stream, { json: { index_ids: [1], prompt: 7 } })(tools),
      await statusOf('/ID/title', { json: [] })(tools),
    ],
    right: [422, 422, 422],
    wrong: [201, 200, 200],
  },
  'checks-first-item-only': {
    look: async (tools) => [
      await statusOf('', { json: { index_ids: [1, 'a'] } })(tools),
      await statusOf('', { json: { index_ids: ['a', 1] } })(tools),
    ],
    right: [422, 422],
    wrong: [422, 201],
  },
  'refuses-unusual-text': {
    look: async (tools) => [
      await statusOf('/ID/title', { json: { first_message: 'Hello' } })(tools),
      await statusOf('/ID/title', { json: { first_message: 'Grüße' } })(tools),
    ],
    right: [200, 200],
    wrong: [200, 422],
  },
  'accepts-missing-field': {
    look: async (tools) => [
      await statusOf(stream, { json: { prompt: 'x' } })(tools),
      await statusOf(stream, { json: { index_ids: ['a'] } })(tools),
      await statusOf('/ID/title', { json: {} })(tools),
    ],
    right: [422, 422, 422],
    wrong: [200, 200, 200],
  },
  'accepts-out-of-bounds': {
    look: async (tools) => [
      await statusOf(stream, { json: { index_ids: [], prompt: 'x' } })(tools),
      await statusOf(stream, { json: { index_ids: ['a'], prompt: 'x'.repeat(1001) } })(tools),
      await statusOf('/ID/title', title(''))(tools),
      await statusOf('?page_size=0')(tools),
    ],
    right: [422, 422, 422, 422],
    wrong: [200, 200, 200, 200],
  },
  'accepts-bad-format': { look: statusOf('?project_id=mine'), right: 422, wrong: 200 },
  'accepts-malformed-json': {
    look: async (tools) => [
      await statusOf('', { method: 'POST', body: '{' })(tools),
      await statusOf(stream, { method: 'POST', body: '{' })(tools),
    ],
    right: [422, 422],
    wrong: [201, 200],
  },
  'accepts-missing-body': { look: statusOf('/ID/title', { method: 'POST' }), right: 422, wrong: 200 },
  'refuses-at-bound': {
    look: async (tools) => [
      await statusOf(stream, { json: { index_ids: ['a'], prompt: 'x'.repeat(1000) } })(tools),
      await statusOf('', { json: { index_ids: [...'abcdefghij'] } })(tools),
      await statusOf(stream, { json: { index_ids: ['a'], prompt: 'x'.repeat(999) } })(tools),
    ],
    right: [200, 201, 200],
    wrong: [422, 422, 200],
  },
  'counts-utf16': {
    look: statusOf(stream, { json: { index_ids: ['a'], prompt: '😀'.repeat(501) } }),
    right: 200,
    wrong: 422,
  },
  'refuses-unknown-fields': { look: statusOf('', { json: { shared_access: 'query' } }), right: 201, wrong: 422 },
  'refuses-turn': {
    look: async (tools) => [
      await statusOf(stream, { json: { index_ids: ['a'], prompt: 'x' } })(tools),
      (await tools.turn('nobody')).status,
    ],
    right: [200, 404],
    wrong: [422, 404],
  },
  'refuses-large-page-size': { look: statusOf('?page_size=10000'), right: 200, wrong: 422 },
  'no-authentication': {
    look: statusOf('', { headers: { authorization: '' } }),
    right: 401,
    wrong: 200,
  },
  'accepts-any-credential': {
    look: statusOf('', { headers: { authorization: 'Bearer wrong' } }),
    options: { token: 'secret-token' },
    right: 401,
    wrong: 200,
  },
  'accepts-empty-credential': { look: statusWith('Bearer'), options: { token: 'Secret' }, right: 401, wrong: 200 },
  'accepts-any-scheme': { look: statusWith('Basic Secret'), options: { token: 'Secret' }, right: 401, wrong: 200 },
  'ignores-credential-case': {
    look: statusWith('Bearer sECRET'),
    options: { token: 'Secret' },
    right: 401,
    wrong: 200,
  },
  'accepts-shortened-credential': {
    look: statusWith('Bearer Secre'),
    options: { token: 'Secret' },
    right: 401,
    wrong: 200,
  },
  'accepts-extended-credential': {
    look: statusWith('Bearer Secrets'),
    options: { token: 'Secret' },
    right: 401,
    wrong: 200,
  },
  'refuses-lower-case-scheme': {
    look: statusWith('bearer Secret'),
    options: { token: 'Secret' },
    right: 200,
    wrong: 401,
  },
  'no-www-authenticate': {
    look: async ({ mock }) =>
      (await mock.fetch(requestTo('', { headers: { authorization: '' } }))).headers.get('www-authenticate'),
    right: 'Bearer',
    wrong: null,
  },
  'echoes-credential': {
    look: async ({ read }) => /wrong/.test((await read('', { headers: { authorization: 'Bearer wrong' } })).detail),
    options: { token: 'right' },
    right: false,
    wrong: true,
  },
  'list-repeats-session': {
    look: (tools) => walk(tools, 4, 2),
    right: [
      [0, 1],
      [2, 3],
    ],
    wrong: [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  },
  'list-skips-session': {
    look: (tools) => walk(tools, 5, 2),
    right: [[0, 1], [2, 3], [4]],
    wrong: [
      [0, 1],
      [3, 4],
    ],
  },
  'list-ignores-page-size': { look: (tools) => walk(tools, 3, 2), right: [[0, 1], [2]], wrong: [[0, 1, 2]] },
  'list-oldest-first': { look: (tools) => walk(tools, 3, 2), right: [[0, 1], [2]], wrong: [[2, 1], [0]] },
  'list-never-ends': {
    look: (tools) => walk(tools, 2, 1, 5),
    right: [[0], [1]],
    wrong: [[0], [1], [0], [1], [0]],
  },
  'accepts-forged-token': { look: statusOf('?page_token=forged'), right: 422, wrong: 200 },
  'created-session-not-readable': { look: statusOf('/ID'), right: 200, wrong: 404 },
  'created-session-not-listed': { look: list, right: anything, wrong: undefined },
  'created-session-has-events': {
    look: afterTurns([], (session) => session.events.length),
    right: 0,
    wrong: 1,
  },
  'created-session-has-job-metadata': {
    look: afterTurns([], (session) => session.job_metadata),
    right: null,
    wrong: anything,
  },
  'created-session-loses-indexes': { look: afterTurns([], (session) => session.index_ids), right: ['a'], wrong: null },
  'session-id-differs': {
    look: async ({ create, read }) => {
      const id = await create();
      return (await read(`/${id}/title`, title('x'))).session_id === id;
    },
    right: true,
    wrong: false,
  },
  'summary-differs': {
    look: afterTurns([], async (session, { read }, id) => {
      const { events: _, ...summary } = session;
      return JSON.stringify(summary) === JSON.stringify(await read(`/${id}/summary`));
    }),
    right: true,
    wrong: false,
  },
  'list-item-differs': { look: async (tools) => (await list(tools)).index_ids, right: ['a'], wrong: null },
  'title-not-set': {
    look: async ({ create, read }) => (await read(`/${await create()}/title`, title('Hello'))).generated_title,
    right: 'Hello',
    wrong: null,
  },
  'title-not-kept': {
    look: async ({ create, read }) => {
      const id = await create();
      const { generated_title: answered } = await read(`/${id}/title`, title('Hello'));
      return [answered, (await read(`/${id}/summary`)).generated_title];
    },
    right: ['Hello', 'Hello'],
    wrong: ['Hello', null],
  },
  'title-only-once': {
    look: async ({ create, send }) => {
      const id = await create();
      return [(await send(`/${id}/title`, title('a'))).status, (await send(`/${id}/title`, title('b'))).status];
    },
    right: [200, 200],
    wrong: [200, 409],
  },
  'deleted-session-readable': {
    look: afterDelete,
    right: [404, 404, 404, 404, false],
    wrong: [200, 404, 404, 404, false],
  },
  'deleted-session-streams': {
    look: afterDelete,
    right: [404, 404, 404, 404, false],
    wrong: [404, 404, 200, 404, false],
  },
  'delete-takes-another': {
    look: async ({ create, turn, read, send }) => {
      const [used, other] = [await create(), await create()];
      for (const prompt of ['one', 'two']) await eventsIn(await turn(used, prompt));
      await read(`/${other}`);
      const before = (await send(`/${other}`)).status;
      await send(`/${used}`, { method: 'DELETE' });
      return [before, (await send(`/${other}`)).status];
    },
    right: [200, 200],
    wrong: [200, 404],
  },
  'refuses-organization': {
    look: statusOf(`/ID?organization_id=${project}`),
    right: 200,
    wrong: 422,
  },
  'second-delete-succeeds': {
    look: afterDelete,
    right: [404, 404, 404, 404, false],
    wrong: [404, 404, 404, 204, false],
  },
  'deleted-session-listed': {
    look: afterDelete,
    right: [404, 404, 404, 404, false],
    wrong: [404, 404, 404, 404, true],
  },
  'projects-shared': { look: statusOf(`/ID?project_id=${project}`), right: 404, wrong: 200 },
  'no-index-lock': { look: secondTurn(['a', 'b'], ['a']), right: 409, wrong: 200 },
  'index-lock-by-order': { look: secondTurn(['a', 'b'], ['b', 'a']), right: 200, wrong: 409 },
  'index-lock-ignores-case': { look: secondTurn(['a', 'b'], ['A', 'b']), right: 409, wrong: 200 },
  'refused-turn-moves-lock': { look: turnAfterRefusal({ index_ids: ['b'], prompt: 'x' }), right: 200, wrong: 409 },
  'invalid-turn-moves-lock': { look: turnAfterRefusal({ index_ids: ['b'] }), right: 200, wrong: 409 },
  'locks-unbound-session': { look: secondTurn(null, ['z']), right: 200, wrong: 409 },
  'concurrent-turn-accepted': {
    look: async ({ create, turn }) => {
      const id = await create();
      await turn(id);
      return (await turn(id)).status;
    },
    options: { clock: createFakeClock(), speed: 1 },
    right: 409,
    wrong: 200,
  },
  'abandoned-turn-vanishes': {
    look: async ({ create, turn, read }) => {
      const id = await create();
      await (await turn(id)).body!.cancel();
      return (await read(`/${id}`)).events.map((event: Body) => event.type);
    },
    options: { clock: createFakeClock(), speed: 1 },
    right: ['user_input', 'stop'],
    wrong: [],
  },
  'history-without-input': {
    look: afterTurns(['#no-deltas'], typesIn),
    right: ['user_input', 'thinking', 'tool_call', 'tool_result', 'text', 'stop'],
    wrong: ['thinking', 'tool_call', 'tool_result', 'text', 'stop'],
  },
  'history-drops-event': {
    look: afterTurns(['#no-deltas'], typesIn),
    right: ['user_input', 'thinking', 'tool_call', 'tool_result', 'text', 'stop'],
    wrong: ['user_input', 'thinking', 'tool_call', 'text', 'stop'],
  },
  'history-reordered': {
    look: afterTurns(['#no-deltas', '#plain-answer'], typesIn),
    right: ['user_input', 'thinking', 'tool_call', 'tool_result', 'text', 'stop', 'user_input', 'text', 'stop'],
    wrong: ['user_input', 'text', 'tool_result', 'tool_call', 'thinking', 'stop', 'user_input', 'text', 'stop'],
  },
  'history-forgets-earlier-turn': {
    look: afterTurns(['#no-deltas', '#plain-answer'], (session) => typesIn(session).length),
    right: 9,
    wrong: 3,
  },
  'job-metadata-stale': { look: afterTurns(['x'], (session) => session.job_metadata), right: anything, wrong: null },
  'job-metadata-hides-error': {
    look: afterTurns(['#error-stop'], (session) => session.job_metadata.is_error),
    right: true,
    wrong: false,
  },
  'updated-at-goes-back': {
    look: async ({ create, turn, read }) => {
      const id = await create();
      const before = await read(`/${id}`);
      await eventsIn(await turn(id));
      return (await read(`/${id}`)).last_updated_at > before.last_updated_at;
    },
    right: true,
    wrong: false,
  },
  'turn-leaks-into-other-session': {
    look: async ({ create, turn, read }) => {
      const [one, two] = [await create(), await create()];
      await eventsIn(await turn(one));
      const [first, second] = [await read(`/${one}`), await read(`/${two}`)];
      return [first.events.length > 0, second.events.length > 0];
    },
    right: [true, false],
    wrong: [true, true],
  },
  'stream-invalid-utf8': {
    look: async ({ create, turn, read }) => {
      const id = await create();
      const bytes = await (await turn(id)).arrayBuffer();
      const text = new TextDecoder().decode(bytes);
      const deltas = ofType(text, 'text_delta')
        .map((event) => event.content)
        .join('');
      const kept = (await read(`/${id}`)).events.find((event: Body) => event.type === 'text').content;
      return [isUtf8(bytes), deltas === ofType(text, 'text')[0].content, kept === deltas];
    },
    right: [true, true, true],
    wrong: [false, true, true],
  },
  'stream-data-not-json': { look: streamed((text) => text.includes('data: [DONE]\n\n')), right: false, wrong: true },
  'stream-unknown-type': { look: streamed((text) => ofType(text, 'note').length), right: 0, wrong: 1 },
  'stream-event-missing-field': {
    look: streamed((text) => 'arguments' in ofType(text, 'tool_call')[0]),
    right: true,
    wrong: false,
  },
  'stream-event-without-type': {
    look: streamed((text) => dataIn(text).every((event) => 'type' in event)),
    right: true,
    wrong: false,
  },
  'stream-usage-negative': {
    look: streamed((text) => ofType(text, 'stop')[0].usage.duration_ms >= 0),
    right: true,
    wrong: false,
  },
  'stream-wrong-event-name': { look: streamed((text) => text.includes('event: delta')), right: true, wrong: false },
  'stream-last-event-undispatched': { look: streamed((text) => text.endsWith('}\n\n')), right: true, wrong: false },
  'stream-never-ends': {
    look: async ({ create, turn }) => {
      const reader = (await turn(await create())).body!.getReader();
      let text = '';
      while (!text.includes('"stop"')) text += new TextDecoder().decode((await reader.read()).value);
      const quiet = new Promise((resolve) => setTimeout(resolve, 50, 'open'));
      return Promise.race([reader.read().then(() => 'ended'), quiet]);
    },
    right: 'ended',
    wrong: 'open',
  },
  'stream-without-stop': { look: streamed((text) => ofType(text, 'stop').length), right: 1, wrong: 0 },
  'stream-two-stops': { look: streamed((text) => ofType(text, 'stop').length), right: 1, wrong: 2 },
  'stream-event-after-stop': { look: streamed((text) => dataIn(text).at(-1).type), right: 'stop', wrong: 'text' },
  'stream-deltas-differ': {
    look: streamed(
      (text) =>
        ofType(text, 'text_delta')
          .map((event) => event.content)
          .join('') === ofType(text, 'text')[0].content,
    ),
    right: true,
    wrong: false,
  },
  'stream-deltas-without-text': { look: streamed((text) => ofType(text, 'text').length), right: 1, wrong: 0 },
  'stream-result-without-call': { look: streamed(calls), right: [1, 1, true], wrong: [0, 1, false] },
  'stream-result-other-name': { look: streamed(calls), right: [1, 1, true], wrong: [1, 1, false] },
  'stream-call-answered-twice': { look: streamed(calls), right: [1, 1, true], wrong: [1, 2, true] },
  'stream-call-unanswered': { look: streamed(calls), right: [1, 1, true], wrong: [1, 0, false] },
  'stream-call-id-reused': {
    look: afterTurns(['x', 'x'], ({ events }) => {
      const ids = events.filter((event: Body) => event.type === 'tool_call').map((event: Body) => event.call_id);
      return ids[0] === ids[1];
    }),
    right: false,
    wrong: true,
  },
  'stream-error-flag-wrong': {
    look: streamed((text) => [typeof ofType(text, 'stop')[0].error, ofType(text, 'stop')[0].is_error]),
    right: ['object', false],
    wrong: ['string', false],
  },
  'stream-input-differs': {
    look: streamed((text) => ofType(text, 'user_input').map((event) => event.content), '#plain-answer'),
    right: ['#plain-answer'],
    wrong: ['Quite another question.'],
  },
  'stream-in-one-burst': {
    look: async ({ create, turn }) => {
      let chunks = 0;
      for await (const _ of (await turn(await create())).body!) chunks++;
      return chunks === 1;
    },
    right: false,
    wrong: true,
  },
  'stream-cut': {
    look: async ({ create, turn, read }) => {
      const id = await create();
      const how = await (await turn(id)).text().then(
        () => 'ended',
        () => 'cut',
      );
      return [how, (await read(`/${id}`)).events.at(-1).is_error];
    },
    right: ['ended', false],
    wrong: ['cut', true],
  },
};

function typesIn(session: Body): string[] {
  return session.events.map((event: Body) => event.type);
}

function calls(text: string): unknown[] {
  const [made, answered] = [ofType(text, 'tool_call'), ofType(text, 'tool_result')];
  return [
    made.length,
    answered.length,
    made[0]?.call_id === answered[0]?.call_id && made[0]?.name === answered[0]?.name,
  ];
}

function isUtf8(bytes: ArrayBuffer): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== '';
  } catch {
    return false;
  }
}

async function afterDelete({ create, send, turn, read }: Tools) {
  const id = await create();
  await send(`/${id}`, { method: 'DELETE' });
  return [
    (await send(`/${id}`)).status,
    (await send(`/${id}/summary`)).status,
    (await turn(id)).status,
    (await send(`/${id}`, { method: 'DELETE' })).status,
    (await read('')).items.length > 0,
  ];
}

/** The status of a second turn with other indexes than the first. */
function secondTurn(bound: string[] | null, asked: string[]) {
  return async ({ create, turn }: Tools) => {
    const id = await create(bound);
    await eventsIn(await turn(id, '', { json: { index_ids: bound ?? ['a'], prompt: 'x' } }));
    return (await turn(id, '', { json: { index_ids: asked, prompt: 'x' } })).status;
  };
}

test('tests every fault', () => {
  expect(Object.keys(cases).sort()).toEqual([...faults.keys()].sort());
});

describe.each([...faults.values()])('$name', ({ name, title }) => {
  const { look, right, wrong, options } = cases[name]!;

  test(`without it, not: ${title}`, async () => {
    expect(await look(mockForTest(options))).toEqual(right);
  });

  test(title, async () => {
    expect(await look(mockForTest({ ...options, faults: [name] }))).toEqual(wrong);
  });
});

test('list-repeats-session ends even with pages of one', async () => {
  expect(await walk(mockForTest({ faults: ['list-repeats-session'] }), 3, 1)).toEqual([[0], [0], [1], [1], [2]]);
});

describe('a fault', () => {
  test('is named in a header only if it changed the response', async () => {
    const { send, create } = mockForTest({ faults: ['undocumented-status', 'no-allow'] });
    const id = await create();
    expect((await send(`/${id}/summary`)).headers.get('x-mock-fault')).toBe('undocumented-status');
    expect((await send(`/${id}`)).headers.get('x-mock-fault')).toBeNull();
  });

  test('applies to one request with Prefer', async () => {
    const { send, create, turn } = mockForTest();
    const id = await create();
    const response = await turn(id, 'x', { headers: { prefer: 'fault=stream-two-stops, scenario=no-deltas' } });
    expect(response.headers.get('x-mock-fault')).toBe('stream-two-stops');
    expect(ofType(await response.text(), 'stop')).toHaveLength(2);
    expect((await send('', { headers: { prefer: 'fault=nope' } })).status).toBe(422);
  });

  test('combines with another fault', async () => {
    const { create, turn } = mockForTest({ faults: ['stream-two-stops', 'stream-unknown-type'] });
    const response = await turn(await create());
    expect(response.headers.get('x-mock-fault')).toBe('stream-unknown-type, stream-two-stops');
  });
});
