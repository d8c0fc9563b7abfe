import { onAnswer, skipCheck } from '../alter.ts';
import type { Override } from '../reference/behaviour.ts';
import type { JsonObject } from '../reference/model.ts';
import { startServer } from '../reference-server.ts';
import type { HostileServer } from './hostile-server.ts';

const behaves = (name: string, override: Override): HostileServer => ({ name, start: () => startServer(override) });

const json = { 'content-type': 'application/json' };

/** The same text for every response, so that the server is fast and small. */
const repeated = (piece: string, count: number) => Array.from({ length: count }, () => piece).join(',');

/** Every success of the list returns `text`. */
const listSays = (text: string): Override => onAnswer('list', (answer) => ({ ...answer, body: undefined, text }));

const brokenItem = '{"session_id":1,"last_updated_at":[],"job_metadata":{"turns":"x","is_error":0,"duration_ms":null}}';

const manyEvents = repeated('{"type":"text","content":"x"}', 300_000);

/** An endless list, in pages of `size` sessions. */
const endlessList =
  (size: number, item: (number: number) => JsonObject): Override =>
  (usual) => {
    let number = 0;
    return {
      ...skipCheck('list', 'page_token.forged')(usual),
      ...onAnswer('list', (answer) => {
        const items = Array.from({ length: size }, () => {
          number += 1;
          return item(number);
        });
        return { ...answer, body: { items, next_page_token: `page-${number}` } };
      })(usual),
    };
  };

/** Servers with many or long responses: the stored data of a run must be bounded. */
export const hostileFloods: HostileServer[] = [
  behaves('a list of 150,000 broken sessions', listSays(`{"items":[${repeated(brokenItem, 150_000)}]}`)),
  behaves('a list of five million numbers', listSays(`{"items":[${repeated('1', 5_000_000)}]}`)),
  behaves('a list of three million empty objects', listSays(`{"items":[${repeated('{}', 3_000_000)}]}`)),
  behaves(
    'a history of 300,000 events',
    onAnswer('get', (answer) => {
      const { events: _, ...summary } = answer.body as JsonObject;
      return { ...answer, body: undefined, text: `${JSON.stringify(summary).slice(0, -1)},"events":[${manyEvents}]}` };
    }),
  ),
  behaves(
    'pages of 20,000 sessions without an end',
    endlessList(20_000, (number) => ({ session_id: `s${number}`, last_updated_at: '2026-01-01T00:00:00Z' })),
  ),
  behaves(
    'pages of 100 sessions with titles of 20 kB without an end',
    endlessList(100, (number) => ({
      session_id: `s${number}`,
      last_updated_at: '2026-01-01T00:00:00Z',
      generated_title: `${number} ${'é'.repeat(10_000)}`,
    })),
  ),
  behaves('a timestamp of 5 MB', (usual) => ({
    summarize: (session, call) => ({ ...usual.summarize(session, call), last_updated_at: '2'.repeat(5_242_880) }),
  })),
  behaves('a title of 4 MB of emoji, another one each time', (usual) => {
    let number = 0;
    return {
      summarize: (session, call) => {
        number += 1;
        return { ...usual.summarize(session, call), generated_title: `${number} ${'🙂'.repeat(1_048_576)}` };
      },
    };
  }),
  behaves('15 MB in every error', (usual) => {
    const text = JSON.stringify({ detail: 'x'.repeat(15_728_640) });
    return {
      answer: (call, given) => {
        const answer = usual.answer(call, given);
        return answer.status < 400 ? answer : { status: answer.status, headers: { ...json }, text };
      },
    };
  }),
  behaves('a hundred thousand complaints in every 422', (usual) => {
    const text = `{"detail":[${repeated('{"loc":["body",1],"msg":"m","type":"t","input":{"a":[]}}', 100_000)}]}`;
    return {
      answer: (call, given) => {
        const answer = usual.answer(call, given);
        return answer.status === 422 ? { status: 422, headers: { ...json }, text } : answer;
      },
    };
  }),
  behaves('turns of 200 results of 100 kB', (usual) => ({
    script: (turn) => {
      const calls = Array.from({ length: 200 }, (_, at) => `${turn.session.id}-${turn.session.turns}-${at}`);
      return [
        ...calls.map((id) => ({ wait: 0, event: { type: 'tool_call', call_id: id, name: 'n', arguments: {} } })),
        ...calls.map((id) => ({
          wait: 0,
          event: { type: 'tool_result', call_id: id, name: 'n', result: `${id} ${'x'.repeat(100_000)}` },
        })),
        ...usual.script(turn).slice(-1),
      ];
    },
  })),
  behaves('a turn with an event of four million numbers', (usual) => ({
    opening: () => `data: {"type":"tool_result","call_id":"a","name":"b","result":[${repeated('1', 3_900_000)}]}\n\n`,
    script: (turn) => usual.script(turn),
  })),
];
