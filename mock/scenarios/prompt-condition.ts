import { cut } from '../../src/shared/excerpt.ts';
import { compilePattern, type Pattern } from './patterns/linear-pattern.ts';

/** A condition on the prompt. */
export interface PromptCondition {
  how: 'is' | 'contains' | 'matches';
  /** The text, or the pattern as written: `/refund/i`. */
  text: string;
}

const longestPattern = 500;
/** Maximum characters of a prompt to search. */
const longestPrompt = 100_000;

/**
 * Reads `contains TEXT`, `is TEXT` or `matches /PATTERN/i`; a text may be quoted as a JSON string, and a bare quoted
 * text means `is`.
 *
 * @returns an error message if it is invalid
 */
export function readPromptCondition(value: string): PromptCondition | string {
  const [, how, rest = ''] = /^(is|contains|matches)\s+(.+)$/.exec(value) ?? [];
  if (how === 'matches') {
    const problem = patternProblem(rest);
    return problem ?? { how, text: rest };
  }
  if (how === undefined && !value.startsWith('"')) {
    return 'Expected ": prompt contains TEXT", ": prompt is TEXT" or ": prompt matches /PATTERN/".';
  }
  const text = unquote(how === undefined ? value : rest);
  if (text === undefined) return `${cut(rest || value, 60)} is not a JSON string.`;
  return { how: how === 'contains' ? 'contains' : 'is', text };
}

/** Whether one of the texts satisfies the condition. Only patterns without `i` are case-sensitive. */
export function matchesPrompt({ how, text }: PromptCondition, prompts: readonly string[]): boolean {
  const looked = prompts.map((prompt) => prompt.slice(0, longestPrompt));
  if (how === 'matches') {
    const pattern = compile(text);
    return looked.some((prompt) => pattern.test(prompt));
  }
  const wanted = text.trim().toLowerCase();
  if (how === 'is') return looked.some((prompt) => prompt.trim().toLowerCase() === wanted);
  return looked.some((prompt) => prompt.toLowerCase().includes(wanted));
}

const compiled = new Map<string, Pattern>();

function compile(text: string): Pattern {
  const known = compiled.get(text);
  if (known) return known;
  const { source, flags } = splitPattern(text);
  const made = compilePattern(source, flags);
  compiled.set(text, made);
  return made;
}

function patternProblem(text: string): string | undefined {
  if (text.length > longestPattern) return `A pattern has at most ${longestPattern} characters.`;
  const { source, flags } = splitPattern(text);
  const unknown = [...flags].find((flag) => !'imsu'.includes(flag));
  if (unknown) return `The flag ${unknown} is unknown. Use i, m, s or u.`;
  if (/\(\?<?[=!]|\\[1-9]|\\k</.test(source)) {
    return 'Lookaround and backreferences are not supported: patterns run in linear time.';
  }
  try {
    new RegExp(source, flags);
  } catch (error) {
    return `${cut(text, 60)} is not a pattern: ${(error as Error).message.replace(/^.*: /, '')}.`;
  }
  try {
    compile(text);
    return undefined;
  } catch (error) {
    const why = (error as Error).message.replace(/^error parsing regexp: /, '');
    return `RE2, which runs patterns in linear time, does not support ${cut(text, 60)}: ${why}.`;
  }
}

function splitPattern(text: string): { source: string; flags: string } {
  const [, source, flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  return source === undefined ? { source: text, flags: '' } : { source, flags };
}

function unquote(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}
