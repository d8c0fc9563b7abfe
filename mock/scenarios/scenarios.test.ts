import { describe, expect, test } from 'vitest';
import { eventsIn, mockForTest } from '../mock-for-test.ts';
import { createFakeClock } from '../node/fake-clock.ts';
import { checkScenarioFiles } from './check-files.ts';
import { parseScenarios } from './read-scenarios.ts';
import type { Scenario } from './scenario.ts';

const stop =
  'event: message\ndata: {"type":"stop","error":null,"is_error":false,"usage":{"duration_ms":1,"total_input_tokens":1,"total_output_tokens":1,"turns":1}}\n\n';
const says = (text: string) => `event: message\ndata: ${JSON.stringify({ type: 'text', content: text })}\n\n${stop}`;

/** Sends prompts in one session. @returns the scenario, the reason and the text or status of each turn */
async function ask(files: Record<string, string>, prompts: string[], init: RequestInit = {}, options = {}) {
  const { mock, create, turn } = mockForTest({ scenarios: files, ...options });
  const id = await create();
  const seen: unknown[][] = [];
  for (const prompt of prompts) {
    const response = await turn(id, prompt, init);
    const text = response.status === 200 ? (await eventsIn(response))[0]!.data.content : response.status;
    const { headers } = response;
    seen.push([headers.get('x-mock-scenario'), headers.get('x-mock-scenario-reason'), text]);
  }
  return { seen, mock };
}

describe('selection', () => {
  const files = {
    'refund.sse': `: prompt contains refund\n\n${says('text')}`,
    'refund-2.sse': `: prompt contains refund\n: turn 2\n\n${says('second')}`,
    'exact.sse': `: prompt is "A refund?"\n\n${says('exact')}`,
    'pattern.sse': `: prompt matches /money\\s+back/i\n\n${says('pattern')}`,
    'flaky.sse': `: prompt contains flaky\n: use 2\n: status 503\n: header retry-after: 2\n\ndata: {"detail":"Busy: {{prompt}}"}\n\n`,
  };

  test('prefers more conditions, then the exact prompt, and states the reason', async () => {
    const { seen } = await ask(files, ['My refund', 'My refund', 'A refund?', 'MONEY  back', 'Hello']);
    expect(seen.map(([name, reason]) => [name, reason])).toEqual([
      ['refund', 'prompt contains "refund"'],
      ['refund-2', 'prompt contains "refund", turn 2'],
      ['exact', 'prompt is "A refund?"'],
      ['pattern', 'prompt matches /money\\s+back/i'],
      ['retrieval', 'default scenario'],
    ]);
  });

  test('counts a use if the other conditions hold, until a reset', async () => {
    const { seen, mock } = await ask(files, ['flaky', 'flaky', 'flaky']);
    expect(seen.map(([name, , text]) => [name, text])).toEqual([
      ['retrieval', expect.any(String)],
      ['flaky', 503],
      ['retrieval', expect.any(String)],
    ]);
    expect(mock.controls().requests({ status: 503 })[0]!.reason).toBe('prompt contains "flaky", use 2');
  });

  test('prefers a keyword to conditions, and Prefer to both', async () => {
    const { seen } = await ask(files, ['#plain-answer refund']);
    expect(seen[0]!.slice(0, 2)).toEqual(['plain-answer', '#plain-answer in the prompt']);
    const named = await ask(files, ['#plain-answer refund'], { headers: { prefer: 'scenario=exact' } });
    expect(named.seen).toEqual([['exact', 'Prefer header', 'exact']]);
  });

  test('reads a conversation from one file or from one folder', async () => {
    const talk = [says('one'), `: turn 2\n\n${says('two {{turn}}')}`, ': turn 3+\n: status 409\n\n{"detail":"No."}\n'];
    const file = { 'talk.sse': `: prompt contains refund\n: turn 1\n\n${talk.join('')}` };
    const folder = {
      'talk/1-ask.sse': `: prompt contains refund\n\n${talk[0]}`,
      'talk/2.sse': talk[1]!,
      'talk/turn-3.sse': talk[2]!,
    };
    for (const files of [file, folder]) {
      const { seen } = await ask(files, ['refund', 'yes', 'and?']);
      expect(seen).toEqual([
        ['talk', 'prompt contains "refund", turn 1', 'one'],
        ['talk', 'prompt contains "refund", turn 2', 'two 2'],
        ['talk', expect.stringContaining('turn 3'), 409],
      ]);
      // A session without that prompt does not get it.
      expect((await ask(files, ['hello', 'yes'])).seen.map(([name]) => name)).toEqual(['retrieval', 'retrieval']);
    }
  });

  test('lets a later turn inherit the pace, the check and the values of the first, from a file and from a folder', async () => {
    const first = `: pace ttft=300ms\n: when body.index_ids is idx\n: check off\n\n${says('one')}`;
    const second = says('two').replace('"two"', '2');
    const file = { 'talk.sse': `: turn 1\n${first}: turn 2\n\n${second}` };
    for (const files of [file, { 'talk/1.sse': first, 'talk/2.sse': second }]) {
      const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
      const [{ responses }] = parseScenarios(texts).scenarios as [Scenario];
      expect(responses[1]).toMatchObject({
        conditions: { turn: { from: 2, to: 2 }, when: responses[0]!.conditions.when },
        unchecked: true,
        content: { pace: { ttft: 300 } },
      });
    }
  });

  test('plays a plain response for another operation', async () => {
    const { send } = mockForTest({
      scenarios: { 'down.sse': ': operation listSessions\n: use 1\n: status 503\n\n{"detail":"x"}\n' },
    });
    expect([(await send('')).status, (await send('')).status]).toEqual([503, 200]);
  });

  test.each<[written: string, options: object, prefer: string, milliseconds: number]>([
    [': wait 300ms', {}, '', 300],
    [': pace ttft=200ms', {}, '', 200],
    [': pace ttft=200ms\n: wait 300ms', {}, '', 300],
    [': pace ttft=200ms', { speed: 2 }, '', 100],
    [': wait 300ms', { pace: 'ttft=80ms' }, '', 80],
    [': wait 300ms', {}, 'pace="ttft=50ms"', 50],
  ])('delays a plain response: %j, %j, Prefer: %j', async (written, options, prefer, milliseconds) => {
    const clock = createFakeClock();
    const scenarios = { 'late.sse': `: turn 1\n${written}\n: status 503\n\n{"detail":"x"}\n` };
    const { create, turn } = mockForTest({ scenarios, clock, speed: 1, ...options });
    const sent = turn(await create(), 'Hello', { headers: { prefer } });
    let begun = false;
    void sent.then(() => {
      begun = true;
    });
    await clock.advance(milliseconds - 1);
    expect(begun).toBe(false);
    await clock.advance(1);
    expect((await sent).status).toBe(503);
  });

  test('offers only your own scenarios without the built-in ones', async () => {
    const { seen, mock } = await ask({ 'mine.sse': says('mine') }, ['hello'], {}, { builtinScenarios: false });
    expect(seen).toEqual([['mine', 'default scenario', 'mine']]);
    expect(mock.scenarios.map(({ name }) => name)).toEqual(['mine']);
  });

  test('fills placeholders in headers, which cannot add a header', async () => {
    const head = ': header location: /chats/{{path.session_id}}\n: header x-asked: {{prompt}}\n\n';
    const { create, turn } = mockForTest({
      scenarios: { 'a.sse': head + says('x'), 'b.sse': `: turn 2\n: status 409\n${head}{"detail":"x"}\n` },
      builtinScenarios: false,
    });
    const id = await create();
    for (const _ of [1, 2]) {
      const response = await turn(id, 'One\r\nset-cookie: é');
      await response.text();
      expect(response.headers.get('location')).toBe(`/chats/${id}`);
      expect(response.headers.get('x-asked')).toBe('One??set-cookie: ?');
    }
  });

  test('accepts scenarios as objects', async () => {
    const event = { type: 'text', content: 'From an object' };
    const end = JSON.parse(stop.split('data: ')[1]!);
    const scenarios = [
      { name: 'object', when: { prompt: /OBJECT/i, turn: 1 }, events: [event, end], eventName: () => 'message' },
      { name: 'refused', when: { turn: 2 }, status: 409, body: { detail: 'No {{prompt}}' } },
    ];
    const { create, turn } = mockForTest({ scenarios });
    const id = await create();
    expect((await eventsIn(await turn(id, 'an object')))[0]!.data).toEqual(event);
    expect(await (await turn(id, 'again')).json()).toEqual({ detail: 'No again' });
  });
});

test('does not block on a pattern with catastrophic backtracking', async () => {
  const { seen } = await ask({ 'a.sse': `: prompt matches (a+)+$\n\n${says('x')}` }, [`${'a'.repeat(900)}!`]);
  expect(seen[0]![0]).toBe('retrieval');
});

describe('the check', () => {
  test.each<[name: string, text: string, problem: RegExp]>([
    ['no blank line at the end', says('x').slice(0, -1), /^a\.sse:4: The last event has no blank line/],
    ['no data', `event: message\n\n${stop}`, /^a\.sse:1: This event has no data line/],
    ['a field that is none', `dta: {}\n\n${stop}`, /^a\.sse:1: "dta: \{\}" is not a field/],
    ['a placeholder', says('{{what}}'), /^a\.sse:1: The placeholder \{\{what\}\} is unknown/],
    ['the schema', `event: message\ndata: {"type":"text"}\n\n${stop}`, /^a\.sse:1: The event's content is missing/],
    ['the protocol', says('x').slice(0, -stop.length), /^a\.sse:1: end-present: /],
    ['not JSON', `data: {oops\n\n${stop}`, /^a\.sse:1: (json|data-json): /],
    ['a turn', `: turn second\n\n${stop}`, /^a\.sse:1: "turn second" is not a number/],
    ['a prompt', `: prompt includes x\n\n${stop}`, /^a\.sse:1: Expected ": prompt contains TEXT"/],
    ['a pattern', `: prompt matches /(/\n\n${stop}`, /^a\.sse:1: \/\(\/ is not a pattern/],
    ['lookaround', `: prompt matches (?=a)\n\n${stop}`, /^a\.sse:1: Lookaround/],
    ['an operation', `: operation nope\n\n${stop}`, /^a\.sse:1: The document has no operation nope/],
    ['a pace', `: pace fast\n\n${stop}`, /^a\.sse:1: "fast" is not part of a pace/],
    ['a status after events', `${stop}: status 409\n`, /^a\.sse:4: A status cannot follow events/],
    ['a body that is not JSON', ': status 409\n\n{oops\n', /^a\.sse:3: The body is not JSON/],
    ['a pattern that RE2 lacks', `: prompt matches /a{2,5000}/\n\n${stop}`, /^a\.sse:1: RE2, .* invalid repeat count/],
    [
      'a second prompt',
      `: prompt is a\n: prompt is b\n\n${stop}`,
      /^a\.sse:2: This response has a condition ": prompt"/,
    ],
    ['a second turn', `: turn 1\n: turn 2\n\n${stop}`, /^a\.sse:2: This response has a condition ": turn"/],
    ['a condition after the status', ': status 503\n: turn 2\n\n{"detail":"x"}\n', /^a\.sse:2: Conditions come before/],
    ['a second status', ': status 503\n\n: status 409\n', /^a\.sse:3: This response has the status 503/],
    [
      'a body that HTTP forbids',
      ': status 204\n\n{"detail":"x"}\n',
      /^a\.sse:3: A response with the status 204 has no body/,
    ],
    [
      'a path parameter',
      `: when path.session is x\n\n${stop}`,
      /^a\.sse:1: streamMessages has no path parameter session\. It has session_id\./,
    ],
    ['a path parameter in a placeholder', says('{{path.id}}'), /^a\.sse:1: streamMessages has no path parameter id/],
    ['events after a status', `: status 200\n\n${says('x')}`, /^a\.sse:3: This is an event, but ": status 200" begins/],
    ['a body that the schema rejects', ': status 409\n\n{"detail":1}\n', /^a\.sse:3: The body's detail/],
    [
      'a placeholder in a header',
      `: header x-a: {{what}}\n\n${stop}`,
      /^a\.sse:1: The placeholder \{\{what\}\} is unknown/,
    ],
    ['another encoding', [...says('x')].join('\0'), /^a\.sse:1: The file is not text in UTF-8/],
    ['nothing', ': title Nothing\n', /^a\.sse:1: The scenario has no event/],
  ])('reports %s', (_, text, problem) => {
    const { problems } = checkScenarioFiles([{ path: 'a.sse', text }]);
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)[0]).toMatch(problem);
  });

  test('accepts a response without a body before the next one', () => {
    const text = `: status 503\n\n: turn 2\n: status 503\n\n: turn 3\n\n${says('x')}`;
    expect(checkScenarioFiles([{ path: 'a.sse', text }]).problems).toEqual([]);
  });

  test('accepts a violation with ": check off"', () => {
    const broken = says('x').slice(0, -stop.length);
    expect(checkScenarioFiles([{ path: 'a.sse', text: `: check off\n\n${broken}` }]).problems).toEqual([]);
  });

  test('reports two files of one name or keyword', () => {
    const files = [
      { path: 'a.sse', text: `: keyword k\n\n${says('x')}` },
      { path: 'b.sse', text: `: keyword k\n\n${says('x')}` },
    ];
    expect(checkScenarioFiles(files).problems[0]!.message).toBe('The keyword k is already used by a.sse.');
  });

  test.each([
    [': prompt contains refund', ': prompt contains Refund', 'prompt contains "Refund"'],
    [': turn 2\n: prompt is x', ': prompt is x\n: turn 2', 'prompt is "x", turn 2'],
    [': turn 2', ': turn 3', undefined],
    [': prompt matches /a/', ': prompt matches /A/', undefined],
    [': title one', ': title other', undefined],
  ])('warns about a response that is never selected: %j and %j', (one, other, words) => {
    const files = [
      { path: 'b.sse', text: `${other}\n\n${says('x')}` },
      { path: 'a.sse', text: `${one}\n\n${says('x')}` },
    ];
    const { problems, warnings } = checkScenarioFiles(files);
    expect(problems).toEqual([]);
    const message = `a.sse:1 has the same conditions (${words}) and is selected instead.`;
    expect(warnings).toEqual(words === undefined ? [] : [{ file: 'b.sse', line: 1, message }]);
  });

  test('runs when scenarios are loaded', () => {
    expect(() => mockForTest({ scenarios: { 'a.sse': says('{{what}}') } })).toThrow(/\n {2}a\.sse:1: The placeholder/);
  });
});

test.each([
  ['promt contains refund', 'prompt'],
  ['prompt: contains refund', 'prompt'],
  ['Turn 2', 'turn'],
  ['pase rate=40/s', 'pace'],
  ['operaton listSessions', 'operation'],
  ['status', 'status'],
])('reports "%s" as a misspelled directive, and does not send it', (comment, meant) => {
  const { problems } = checkScenarioFiles([{ path: 'a.sse', text: `: ${comment}\n\n${says('x')}` }]);
  expect(problems).toEqual([{ file: 'a.sse', line: 1, message: expect.stringContaining(`Expected ": ${meant}" and`) }]);
});

test.each(['ping', 'keep-alive', 'OPENROUTER PROCESSING', 'user 5 typed', 'waiting for tools', 'heartbeat 3', ''])(
  'sends the comment "%s"',
  (comment) => {
    expect(checkScenarioFiles([{ path: 'a.sse', text: `: ${comment}\n\n${says('x')}` }]).problems).toEqual([]);
  },
);
