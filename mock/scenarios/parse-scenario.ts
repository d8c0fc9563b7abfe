import { cut } from '../../src/shared/excerpt.ts';
import { encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import { intendedDirective, readDirective } from '../../src/sse/scenario-directives.ts';
import type { FixtureMessage } from '../streams/fixture.ts';
import { applyDirective } from './apply-directive.ts';
import { createDraft, type Draft } from './draft.ts';
import type { ParsedScenario, ScenarioSource } from './scenario.ts';

/**
 * Parses a `.sse` file: an event stream in its wire format (WHATWG HTML, section 9.2.6), in which some comments are
 * directives. `docs/mock.md` lists them. A condition after a response begins the next response of the scenario.
 */
export function parseScenario(text: string, source: ScenarioSource): ParsedScenario {
  const draft = createDraft(source);
  if (text.includes('\0')) {
    draft.report(1, 'The file is not text in UTF-8.');
    return draft.finish();
  }
  let block: Block | undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  // There is no line after the last line end.
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    if (line === '') {
      if (block) closeBlock(draft, block);
      block = undefined;
    } else if (line.startsWith(':')) {
      readComment(draft, line.slice(1), number);
    } else {
      block ??= { line: number, data: [], fields: [], raw: [] };
      readField(block, line);
    }
  }
  if (block) endBlock(draft, block);
  return draft.finish();
}

/** The lines of one event. */
interface Block {
  line: number;
  event?: string;
  id?: string;
  data: string[];
  /** Fields other than data and comments. */
  fields: string[];
  /** Lines that are not event stream fields: those of a JSON body. */
  raw: string[];
}

function readField(block: Block, line: string): void {
  const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
  if (field === 'data') block.data.push(value);
  else if (field === 'event') block.event = value;
  else if (field === 'id') block.id = value;
  else if (field !== 'retry') block.raw.push(line);
  if (field === 'retry' || field === 'id') block.fields.push(line);
}

function closeBlock(draft: Draft, block: Block): void {
  const { line, data, fields, raw, event, id } = block;
  if (raw.length > 0 && !draft.isPlain()) {
    draft.report(
      line,
      `${JSON.stringify(raw[0]!.slice(0, 40))} is not a field of an event stream. Expected data:, event:, id: or a comment.`,
    );
  } else if (draft.isPlain()) {
    const status = draft.current().status ?? 0;
    if (raw.length === 0 && status < 300) {
      draft.report(
        line,
        `This is an event, but ": status ${status}" begins a response without events. Remove that line: an event stream has the status 200.`,
      );
    }
    draft.addBody([...data, ...raw], line);
  } else if (data.length > 0) {
    const step: FixtureMessage = { kind: 'message', data: data.join('\n') };
    if (event !== undefined && event !== '') step.event = event;
    if (id !== undefined) step.id = id;
    draft.addStep(step, line);
  } else if (event !== undefined) {
    draft.report(line, 'This event has no data line: a reader of event streams drops it.');
  } else {
    draft.addStep({ kind: 'fields', text: `${fields.join('\n')}\n\n` }, line);
  }
}

/** A body can end without a blank line. An event without one is never dispatched (section 9.2.6). */
function endBlock(draft: Draft, block: Block): void {
  if (draft.isPlain() || block.raw.length > 0) {
    closeBlock(draft, block);
    return;
  }
  draft.report(
    block.line,
    'The last event has no blank line after it: a reader of event streams drops it. Add an empty line.',
  );
}

function readComment(draft: Draft, text: string, line: number): void {
  const comment = text.trim();
  // A note for human readers.
  if (comment.startsWith('#')) return;
  const directive = readDirective(comment);
  if (!directive) {
    const intended = intendedDirective(comment);
    if (intended) draft.report(line, describeIntended(comment, intended));
    else draft.addStep({ kind: 'comment', text: comment }, line);
    return;
  }
  const problem = applyDirective(draft, directive, line);
  if (problem) draft.report(line, problem);
}

function describeIntended(comment: string, intended: string): string {
  return `${JSON.stringify(cut(comment, 40))} is not a directive. Expected ": ${intended}" and its value. A note starts with ": #".`;
}

/** The file text of an event, for scenarios defined as data. */
export function encodeStep({ event, data }: { event?: string; data: string }): string {
  return encodeMessage(event === undefined ? { data } : { event, data });
}
