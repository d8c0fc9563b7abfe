import { cut } from '../../src/shared/excerpt.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { encodeMessage } from '../../src/sse/event-stream-encoder.ts';

/** A turn that was written down: what is sent, and when. */
export interface Fixture {
  /** What it shows, for a person. */
  title: string;
  /** `#keyword` in a prompt chooses it. */
  keyword: string;
  steps: FixtureStep[];
}

export type FixtureStep =
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'comment'; text: string }
  /** `data` is JSON that may have placeholders in its strings. */
  | { kind: 'message'; event: string; data: string }
  /** A message of a recording that is no event of a turn, as it travels on the wire. */
  | { kind: 'bytes'; bytes: Uint8Array; history: null };

/** What may stand in `{{…}}`, `call_id_` with any number. */
const placeholder = /^(prompt|index_id|call_id_[1-9]\d*)$/;

/**
 * Reads a `.sse` file. It is an event stream as it travels on the wire; some of its comment lines mean something here:
 *
 * - `: title …` says what it shows
 * - `: keyword …` is the word that chooses it in a prompt
 * - `: wait 120ms` is the time before what follows
 *
 * Every other comment is sent as it is. Messages may have `{{prompt}}`, `{{index_id}}` and `{{call_id_1}}` (unique in
 * each turn) in their strings.
 *
 * @param name for messages
 * @param unreadable what becomes of a message that is no event of a turn: a recording of a broken stream may have some
 * @throws {Error} naming the file and the message that cannot be read
 */
export function parseFixture(text: string, name: string, unreadable: 'refused' | 'played' = 'refused'): Fixture {
  const steps: FixtureStep[] = [];
  const meta: Record<string, string> = {};
  let messages = 0;
  const decoder = createEventStreamDecoder({
    onComment(comment) {
      const [, key = '', value = ''] = /^\s*(title|keyword|wait)\s+(.+)$/.exec(comment) ?? [];
      if (key === 'wait') steps.push({ kind: 'wait', milliseconds: readWait(value, name) });
      else if (key) meta[key] = value.trim();
      else steps.push({ kind: 'comment', text: comment.trim() });
    },
    onMessage({ event, data }) {
      messages += 1;
      if (isEvent(data)) {
        checkPlaceholders(data, `${name}: message ${messages}`);
        steps.push({ kind: 'message', event, data });
      } else if (unreadable === 'refused') {
        const found = cut(data, 80);
        throw new Error(`${name}: message ${messages}: the data must be a JSON object with a type, not ${found}.`);
      } else {
        steps.push({ kind: 'bytes', bytes: new TextEncoder().encode(encodeMessage({ event, data })), history: null });
      }
    },
  });
  decoder.push(new TextEncoder().encode(text));
  decoder.end();
  const { title, keyword } = meta;
  if (!title) throw new Error(`${name}: a comment line ": title …" is missing.`);
  if (!keyword) throw new Error(`${name}: a comment line ": keyword …" is missing.`);
  return { title, keyword, steps };
}

function readWait(value: string, name: string): number {
  const milliseconds = /^(\d+)\s*ms$/.exec(value)?.[1];
  if (milliseconds === undefined) throw new Error(`${name}: "wait ${value}" must be like "wait 120ms".`);
  return Number(milliseconds);
}

function isEvent(data: string): boolean {
  const event = parseJson(data);
  return isObject(event) && typeof event.type === 'string';
}

function checkPlaceholders(data: string, place: string): void {
  for (const [, name = ''] of data.matchAll(/\{\{(.*?)\}\}/g)) {
    if (placeholder.test(name)) continue;
    throw new Error(`${place}: {{${name}}} is not known; there are {{prompt}}, {{index_id}} and {{call_id_1}}.`);
  }
}
