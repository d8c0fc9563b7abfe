import { valueAt } from '../../src/shared/json.ts';

/** Returns the value of a placeholder in a turn. */
export type Placeholder = (name: string) => unknown;

/** The valid placeholders, for error messages. */
export const placeholderForms =
  '{{prompt}}, {{turn}}, {{now}}, {{now_iso}}, {{body.FIELD}}, {{path.NAME}}, {{query.NAME}}, {{index_id}} and {{PREFIX_id}} or {{PREFIX_id_1}}';

const known = /^(prompt|turn|now|now_iso|index_id|[a-z]+_id(_[1-9]\d*)?|(body|path|query)(\.[\w$-]+)+)$/;
const anywhere = /\{\{([^{}]*)\}\}/g;

/** The unknown placeholders in a text. */
export function unknownPlaceholders(text: string): string[] {
  return [...text.matchAll(anywhere)].map(([, name = '']) => name).filter((name) => !known.test(name));
}

export function hasPlaceholders(text: string): boolean {
  return text.includes('{{');
}

/**
 * Fills the placeholders in JSON text. Within a longer string, the value becomes text. A string that consists only of a
 * placeholder becomes the value itself: `"{{now}}"` becomes a number.
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

/** The request values that placeholders use. */
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

/**
 * The placeholder values of one turn. Each id and time is created once, so that a call and its result have the same id.
 */
export function createPlaceholder(source: PlaceholderSource): Placeholder {
  let made: Map<string, unknown> | undefined;
  return (name) => {
    if (name === 'prompt') return source.prompt;
    if (name === 'turn') return source.turn;
    const [place = '', ...way] = name.split('.');
    if (way.length > 0) return valueAt(source[place as 'body'], way);
    if (name === 'index_id') return firstOf(valueAt(source.body, ['index_ids'])) ?? '';
    made ??= new Map();
    if (!made.has(name)) made.set(name, make(name, source));
    return made.get(name);
  };
}

function make(name: string, { now, identifier }: PlaceholderSource): unknown {
  if (name === 'now') return Math.floor(now() / 1000);
  if (name === 'now_iso') return new Date(now()).toISOString();
  return identifier(name.replace(/_id(_\d+)?$/, ''));
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
