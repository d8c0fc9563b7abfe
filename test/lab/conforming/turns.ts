import { onScript, placeOf } from '../alter.ts';
import type { Override } from '../reference/behaviour.ts';
import type { Event, Step } from '../reference/model.ts';
import { usageOf } from '../reference/script.ts';
import type { ConformingServer } from './conforming-server.ts';

const server = (name: string, clause: string, override: Override): ConformingServer => ({
  name: `turn: ${name}`,
  clause,
  override,
});
const only = (...types: string[]): Override =>
  onScript((steps) => steps.filter(({ event }) => types.includes(event.type)));
const without = (...types: string[]): Override =>
  onScript((steps) => steps.filter(({ event }) => !types.includes(event.type)));

const unicode = (): string => {
  let text = '';
  for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 7) {
    if (code < 0xd800 || code > 0xdfff) text += String.fromCodePoint(code);
  }
  return `\u2028\u2029\u0085${text}\u0000\ufeff\r\n`;
};

const said = (type: string, text: string, pieces: number): Step[] => {
  const characters = [...text];
  const size = Math.max(1, Math.ceil(characters.length / pieces));
  const deltas = Array.from({ length: Math.ceil(characters.length / size) }, (_, at) => ({
    wait: 400 / pieces,
    event: { type: `${type}_delta`, content: characters.slice(at * size, (at + 1) * size).join('') },
  }));
  return [...deltas, { wait: 0, event: { type, content: text } }];
};

/** Replaces the words of the answer. */
const answering = (text: () => string, pieces: number): Override =>
  onScript((steps) => {
    const rest = steps.filter(({ event }) => !event.type.startsWith('text'));
    return rest.toSpliced(rest.length - 1, 0, ...said('text', text(), pieces));
  });

const failing = (reason: string, kept: (steps: Step[]) => Step[]): Override =>
  onScript((steps, turn) => [
    ...kept(steps.slice(0, -1)),
    { wait: 5, event: { type: 'stop', error: reason, is_error: true, usage: usageOf(turn) } },
  ]);

const takes =
  (milliseconds: number): Override =>
  () => ({ duration: milliseconds });

/** Correct servers with unusual turns. */
export const turnServers: ConformingServer[] = [
  server('no user_input in the stream', 'open', without('user_input')),
  server('no deltas', 'a complete event may come without deltas', without('text_delta', 'thinking_delta')),
  server('no tools', 'tools are optional', without('tool_call', 'tool_result')),
  server('no thinking', 'thinking is optional', without('thinking', 'thinking_delta')),
  server('a text and the stop', 'a complete event may come without deltas', only('text', 'stop')),
  server('the stop alone', 'exactly one stop', only('stop')),
  server(
    'results in another order',
    'other order of tool results',
    onScript((steps) => {
      const at = placeOf(steps, 'tool_result');
      const [one, other] = steps.slice(at, at + 2);
      return one && other ? steps.toSpliced(at, 2, other, one) : steps;
    }),
  ),
  server(
    'calls and results interleaved',
    'a result answers an earlier call',
    onScript((steps) => {
      const first = placeOf(steps, 'tool_call');
      const [one, two, oneResult, twoResult] = steps.slice(first, first + 4) as [Step, Step, Step, Step];
      return steps.toSpliced(first, 4, one, oneResult, two, twoResult);
    }),
  ),
  server(
    'text between calls, several texts',
    'deltas since the last text add up',
    onScript((steps) => {
      const at = placeOf(steps, 'tool_call');
      return steps.toSpliced(at, 0, ...said('text', 'I look. ', 3), ...said('text', 'I look again.', 2), {
        wait: 0,
        event: { type: 'text', content: 'No deltas.' },
      });
    }),
  ),
  server(
    'thinking deltas between text deltas',
    'each kind adds up on its own',
    onScript((steps) => {
      const at = placeOf(steps, 'text_delta') + 3;
      return steps.toSpliced(at, 0, ...said('thinking', 'Hm, wait.', 2));
    }),
  ),
  server(
    'empty deltas and an empty text',
    'content string',
    onScript((steps) => {
      const at = placeOf(steps, 'text_delta');
      return steps.toSpliced(
        at,
        0,
        { wait: 0, event: { type: 'text_delta', content: '' } },
        { wait: 0, event: { type: 'thinking', content: '' } },
      );
    }),
  ),
  server('deltas kept in the history', 'deltas may or may not be kept', () => ({
    keep({ session }, event) {
      if (event.type !== 'user_input') session.events.push(event);
    },
  })),
  server(
    'over a megabyte, all of Unicode',
    'any characters in text',
    answering(() => unicode().repeat(3), 40),
  ),
  server(
    'surrogate pairs split over deltas',
    'deltas concatenate',
    onScript((steps) => {
      const text = 'ab🎉cd';
      const rest = steps.filter(({ event }) => !event.type.startsWith('text'));
      const parts = ['ab\ud83c', '\udf89cd'].map((content) => ({ wait: 60, event: { type: 'text_delta', content } }));
      return rest.toSpliced(rest.length - 1, 0, ...parts, { wait: 0, event: { type: 'text', content: text } });
    }),
  ),
  server(
    'markup, escapes and quotes in text',
    'any characters in text',
    answering(() => '<script>alert(1)</script> \u001b[31m "q" \\ \0 data: x\n\nevent: y\n\n', 6),
  ),
  server(
    '5000 deltas',
    'any number of deltas',
    answering(() => 'word '.repeat(5000), 5000),
  ),
  server('2.5 seconds to the first byte', 'seconds to the first byte', (usual) => ({
    script: (turn) => usual.script(turn).map((step, at) => (at === 0 ? { ...step, wait: 2500 } : step)),
  })),
  server('slow: three seconds', 'other pacing', takes(3000)),
  server('at once', 'a server that finishes a turn at once', takes(0)),
  server('at once, in one write', 'a server that finishes a turn at once', (usual) => {
    let held: (string | Buffer)[] = [];
    return {
      script: (turn) => usual.script(turn).map((step) => ({ ...step, wait: 0 })),
      write(_response, bytes) {
        held.push(bytes);
      },
      end(response) {
        response.end(held.map(String).join(''));
        held = [];
      },
    };
  }),
  server(
    'a second, then text and stop without deltas',
    'a complete event may come without deltas',
    onScript((steps) =>
      steps
        .filter(({ event }) => ['text', 'stop'].includes(event.type))
        .map((step, at) => ({ ...step, wait: at === 0 ? 1000 : 0 })),
    ),
  ),
  server(
    'uneven pacing',
    'other pacing',
    onScript((steps) => steps.map((step, at) => ({ ...step, wait: at % 7 === 0 ? 120 : 0 }))),
  ),
  server(
    'every turn ends in an error',
    'error turns',
    failing('The model is overloaded.', (steps) => steps),
  ),
  server(
    'errors with an empty text',
    'is_error true exactly where error is a string',
    failing('', (steps) => steps),
  ),
  server(
    'errors after an open call',
    'no call is left open at a stop that is not an error',
    failing('Tool failed', (steps) => steps.filter(({ event }) => event.type !== 'tool_result').slice(0, 9)),
  ),
  server(
    'errors after deltas without a text',
    'open',
    failing('Cut off', (steps) => steps.slice(0, -1)),
  ),
  server(
    'errors at once',
    'error turns',
    failing('No', () => []),
  ),
  server('the second turn fails, the third does not', 'job_metadata of the most recent run', (usual) => ({
    script(turn) {
      const override = failing('Once', (steps) => steps);
      return turn.number === 2 ? (override(usual).script ?? usual.script)(turn) : usual.script(turn);
    },
  })),
  server('a departed client is noticed a second later', 'a client that goes away ends the turn', (usual) => ({
    leave(turn) {
      setTimeout(() => usual.leave(turn), 1000);
    },
  })),
  server('what was streamed of a text is kept as a text', 'what was streamed is kept', (usual) => ({
    leave(turn) {
      const whole = turn.streamed.some(({ type }) => type === 'text');
      const said = turn.streamed.filter(({ type }) => type === 'text_delta').map(({ content }) => content);
      if (!whole && said.length > 0) usual.keep(turn, { type: 'text', content: said.join('') } as Event);
      usual.leave(turn);
    },
  })),
  server(
    'answers come with a result for each call at the very end',
    'other pacing',
    onScript((steps) => {
      const results = steps.filter(({ event }) => event.type === 'tool_result');
      const rest = steps.filter((step) => !results.includes(step));
      return rest.toSpliced(rest.length - 1, 0, ...results);
    }),
  ),
];
