import type { DocumentNodes } from '../../openapi/document-nodes.ts';
import type { Moves } from '../../openapi/origin.ts';
import { isObject } from '../../shared/json.ts';
import { below } from './write-schema.ts';

/** Writes case-insensitive names in one case, in place: headers, media types, and ranges of statuses. */
export function writeNames(nodes: DocumentNodes, moves: Moves): void {
  for (const { value, pointer } of [...nodes.requestBody, ...nodes.response, ...nodes.parameter, ...nodes.header]) {
    rename(value, 'content', pointer, mediaType, moves);
  }
  for (const { value, pointer } of [...nodes.response, ...nodes.encoding]) {
    rename(value, 'headers', pointer, (name) => name.toLowerCase(), moves);
  }
  for (const { value, pointer } of nodes.operation) {
    rename(value, 'responses', pointer, (name) => name.replace(/^([1-5])xx$/i, '$1XX'), moves);
  }
}

/** A single unnamed example, in either form. */
export function writeExamples(nodes: DocumentNodes, moves: Moves): void {
  for (const { value, pointer } of [...nodes.mediaType, ...nodes.parameter, ...nodes.header]) {
    const { example, examples } = value;
    if (example !== undefined) {
      delete value.example;
      if (examples !== undefined) continue;
      value.examples = { example: { value: example } };
      moves.add(`${pointer}/examples`, `${pointer}/example`);
      moves.add(`${pointer}/examples/example/value`, `${pointer}/example`);
      continue;
    }
    const [[name, only] = [], ...others] = Object.entries(isObject(examples) ? examples : {});
    if (name === undefined || others.length > 0 || !isObject(only)) continue;
    if (Object.keys(only).join() !== 'value') continue;
    value.examples = { example: only };
    moves.add(`${pointer}/examples/example`, below(pointer, 'examples', name));
  }
}

/** Type, subtype and parameter names are case-insensitive (RFC 9110, section 8.3.1). */
function mediaType(name: string): string {
  const [type = '', ...parameters] = name.split(';').map((part) => part.trim());
  return [type.toLowerCase(), ...parameters.map((one) => one.replace(/^[^=]+/, (key) => key.toLowerCase()))].join('; ');
}

function rename(
  owner: Record<string, unknown>,
  field: string,
  pointer: string,
  write: (name: string) => string,
  moves: Moves,
): void {
  const map = owner[field];
  if (!isObject(map) || Object.keys(map).every((name) => write(name) === name)) return;
  const renamed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(map)) {
    // Of two equal names, the one in its usual form wins.
    if (renamed[write(name)] !== undefined && write(name) !== name) continue;
    renamed[write(name)] = value;
    moves.add(below(pointer, field, write(name)), below(pointer, field, name));
  }
  owner[field] = renamed;
}
