import { cut } from '../../src/shared/excerpt.ts';
import { parseJson } from '../../src/shared/json.ts';
import type { DirectiveWord } from '../../src/sse/scenario-directives.ts';
import type { Draft } from './draft.ts';
import { readPace } from './pace.ts';
import { readPromptCondition } from './prompt-condition.ts';
import type { Conditions, Range } from './scenario.ts';
import { readValueCondition } from './value-condition.ts';

interface Directive {
  word: DirectiveWord;
  value: string;
}

/** Applies a directive to a draft. @returns an error message if the directive is invalid */
export function applyDirective(draft: Draft, { word, value }: Directive, line: number): string | undefined {
  return readers[word](draft, value, line);
}

type Reader = (draft: Draft, value: string, line: number) => string | undefined;

const readers: Record<DirectiveWord, Reader> = {
  title: (draft, value) => {
    draft.title = value;
    return undefined;
  },
  keyword: (draft, value) => {
    if (!/^[a-z][a-z0-9-]*$/.test(value)) return 'A keyword is lower-case letters, digits and hyphens.';
    draft.keyword = value;
    return undefined;
  },
  prompt: (draft, value, line) => {
    const prompt = readPromptCondition(value);
    if (typeof prompt === 'string') return prompt;
    return setCondition(draft, 'prompt', prompt, line);
  },
  turn: (draft, value, line) => readRangeInto(draft, 'turn', value, line),
  use: (draft, value, line) => readRangeInto(draft, 'use', value, line),
  operation: (draft, value, line) => {
    return setCondition(draft, 'operation', value, line);
  },
  when: (draft, value, line) => {
    const condition = readValueCondition(value);
    if (typeof condition === 'string') return condition;
    const when = draft.forCondition(line).conditions.when ?? [];
    return setCondition(draft, 'when', [...when, condition], line);
  },
  pace: (draft, value) => {
    const pace = readPace(value);
    if (typeof pace === 'string') return pace;
    draft.current().pace = pace;
    return undefined;
  },
  wait: (draft, value, line) => {
    const milliseconds = /^(\d{1,9})\s*ms$/.exec(value)?.[1];
    if (milliseconds === undefined) return `"wait ${cut(value, 40)}" is not a valid wait. Expected ": wait 120ms".`;
    draft.addStep({ kind: 'wait', milliseconds: Number(milliseconds) }, line);
    return undefined;
  },
  status: (draft, value, line) => {
    if (!/^[2-5]\d\d$/.test(value)) return `${cut(value, 40)} is not a status. Expected 200 to 599.`;
    const response = draft.current();
    if (response.status !== undefined) {
      return `This response has the status ${response.status}. Begin the next response with a condition, such as ": turn 2".`;
    }
    if (response.steps.some((step) => step.kind === 'message')) {
      return 'A status cannot follow events. Begin the next response with a condition, such as ": turn 2".';
    }
    response.status = Number(value);
    response.statusLine = line;
    return undefined;
  },
  header: (draft, value) => {
    const [, name, text = ''] = /^([\w!#$%&'*+.^`|~-]+):\s*([\t\x20-\x7e]*)$/.exec(value) ?? [];
    if (name === undefined)
      return `"header ${cut(value, 40)}" is not a valid header. Expected ": header retry-after: 2".`;
    if (isFraming(name)) return `The header ${name} is set by the mock.`;
    draft.current().headers[name.toLowerCase()] = text;
    return undefined;
  },
  check: (draft, value) => {
    if (value !== 'off') return 'Expected ": check off".';
    draft.current().unchecked = true;
    return undefined;
  },
  replay: (draft, value) => {
    if (value !== 'only') return 'Expected ": replay only".';
    draft.current().replayOnly = true;
    return undefined;
  },
  asked: (draft, value, line) => {
    const asked = parseJson(value);
    if (typeof asked !== 'string') return 'Expected ": asked" and a JSON string.';
    draft.forCondition(line).asked = asked;
    return undefined;
  },
};

function readRangeInto(draft: Draft, name: 'turn' | 'use', value: string, line: number): string | undefined {
  const range = readRange(value);
  if (!range) return `"${name} ${cut(value, 40)}" is not a number. Expected ": ${name} 2", "2-4" or "2+".`;
  return setCondition(draft, name, range, line);
}

const alternatives: Partial<Record<keyof Conditions, string>> = {
  prompt: 'Use a pattern, such as ": prompt matches /refund|money back/i".',
  turn: 'Use a range, such as ": turn 2-4".',
  use: 'Use a range, such as ": use 2-4".',
  operation: 'Write another scenario for the other operation.',
};

/** Sets a condition of the response that the line belongs to. All but `when` are stated once: a second one would be lost. */
function setCondition<Name extends keyof Conditions>(
  draft: Draft,
  name: Name,
  value: Conditions[Name],
  line: number,
): string | undefined {
  const { status, statusLine, ...last } = draft.current();
  // The next line: after a blank one, a condition begins the next response.
  if (statusLine === line - 1 && Object.keys(last.conditions).length === 0) {
    return `Conditions come before ": status ${status}", which begins the content. Move this line up.`;
  }
  const { conditions } = draft.forCondition(line);
  if (name !== 'when' && conditions[name] !== undefined) {
    return `This response has a condition ": ${name}" already, and all conditions must hold. ${alternatives[name]}`;
  }
  conditions[name] = value;
  return undefined;
}

function readRange(text: string): Range | undefined {
  const [, first, plus, last] = /^([1-9]\d{0,5})(?:(\+)|-([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const from = Number(first);
  const to = plus ? Number.POSITIVE_INFINITY : Number(last ?? first);
  return to < from ? undefined : { from, to };
}

/** Headers that define the length of a body: an invalid one would break the connection. */
export function isFraming(name: string): boolean {
  return ['connection', 'content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade'].includes(
    name.toLowerCase(),
  );
}
