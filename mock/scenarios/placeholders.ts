import { isObject } from '../../src/shared/json.ts';

/** The values that a turn's placeholders stand for. */
export type Placeholder = (name: string) => unknown;

/** What a placeholder may be, for messages. */
export const placeholderForms =
  '{{prompt}}, {{turn}}, {{now}}, {{now_iso}}, {{body.FIELD}}, {{path.NAME}}, {{query.NAME}}, {{index_id}} and {{PREFIX_id}} or {{PREFIX_id_1}}';

const known = /^(prompt|turn|now|now_iso|index_id|[a-z]+_id(_[1-9]\d*)?|(body|path|query)(\.[\w$-]+)+)$/;
const anywhere = /\{\{([^{}]*)\}\}/g;

/** The placeholders in a text that are unknown. */
export function unknownPlaceholders(text: string): string[] {
  return [...text.matchAll(anywhere)].map(([, name = '']) => name).filter((name) => !known.test(name));
}

export function hasPlaceholders(text: string): boolean {
  return text.includes('{{');
}

/**
 * Fills the placeholders of a JSON text. Within a string a value becomes part of it; a string that is a placeholder and
 * nothing else becomes the value itself, so that `"{{now}}"` is a number.
 */
export function fillJson(text: string, placeholder: Placeholder): string {
  return text
    .replace(/"\{\{([^{}"]*)\}\}"/g, (_, name: string) => JSON.stringify(placeholder(name) ?? ''))
    .replace(anywhere, (_, name: string) => JSON.stringify(asText(placeholder(name))).slice(1, -1));
}

/** Fills the placeholders of a plain text. */
export function fillText(text: string, placeholder: Placeholder): string {
  return text.replace(anywhere, (_, name: string) => asText(placeholder(name)));
}

/** What a request says, for its placeholders. */
export interface PlaceholderSource {
  prompt: string;
  turn: number;
  body: unknown;
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A fresh id with this prefix. */
  identifier(prefix: string): string;
}

/** The values for one turn: each id is made once, so that a call and its result name the same. */
export function createPlaceholder(source: PlaceholderSource): Placeholder {
  const made = new Map<string, unknown>();
  const make = (name: string): unknown => {
    if (name === 'prompt') return source.prompt;
    if (name === 'turn') return source.turn;
    if (name === 'now') return Math.floor(source.now() / 1000);
    if (name === 'now_iso') return new Date(source.now()).toISOString();
    const [place = '', ...way] = name.split('.');
    if (way.length > 0) return valueAt(source[place as 'body'], way);
    if (name === 'index_id') return firstOf(valueAt(source.body, ['index_ids'])) ?? '';
    return source.identifier(name.replace(/_id(_\d+)?$/, ''));
  };
  return (name) => {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name);
  };
}

function valueAt(value: unknown, way: readonly string[]): unknown {
  let found = value;
  for (const step of way) {
    if (Array.isArray(found)) found = found.at(Number(step));
    else found = isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
