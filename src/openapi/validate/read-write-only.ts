import { isObject } from '../../shared/json.ts';
import { dereference } from '../json-pointer.ts';

/** Whether a value is a request or a response. */
export type Direction = 'request' | 'response';

/** The flag of a property that only the other direction has. */
export type Flag = 'readOnly' | 'writeOnly';

/**
 * The document with `required` as it applies to one direction: `readOnly` properties are required in responses only,
 * `writeOnly` ones in requests only (OAS 3.0.3, section 4.7.24.2). The given document if nothing changes.
 */
export function requireFor(direction: Direction, document: object): object {
  return hasFlag(document, flagIn(direction)) ? (requireIn(document, direction, document) as object) : document;
}

/** The same for one schema. @param document what the references of the schema lead into */
export function requireIn(schema: unknown, direction: Direction, document: object): unknown {
  const flag = flagIn(direction);
  const visit = (node: unknown, inherited: ReadonlySet<string>): unknown => {
    if (Array.isArray(node)) return node.map((one) => visit(one, none));
    if (!isObject(node)) return node;
    const names = Array.isArray(node.required) || Array.isArray(node.allOf) ? new Set(inherited) : inherited;
    if (names !== inherited) for (const name of flaggedIn(document, node, flag)) (names as Set<string>).add(name);
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if (key === 'required' && Array.isArray(value)) return [key, value.filter((name) => !names.has(String(name)))];
        if (key === 'allOf' && Array.isArray(value)) return [key, value.map((one) => visit(one, names))];
        return [key, visit(value, none)];
      }),
    );
  };
  return visit(schema, none);
}

/** The flag of the properties that are not required in one direction. */
export function flagIn(direction: Direction): Flag {
  return direction === 'request' ? 'readOnly' : 'writeOnly';
}

const none: ReadonlySet<string> = new Set();

/** Maximum depth at which `allOf` is followed. */
const deepest = 10;

/** The flagged properties of a schema and its `allOf` parts. */
function* flaggedIn(document: object, schema: unknown, flag: string, depth = 0): Generator<string> {
  const target = dereference(document, schema);
  if (!isObject(target) || depth > deepest) return;
  for (const [name, property] of Object.entries(isObject(target.properties) ? target.properties : {})) {
    if (hasOwnFlag(document, property, flag)) yield name;
  }
  for (const part of Array.isArray(target.allOf) ? target.allOf : []) yield* flaggedIn(document, part, flag, depth + 1);
}

function hasOwnFlag(document: object, property: unknown, flag: string): boolean {
  if (!isObject(property)) return false;
  if (property[flag] === true) return true;
  const target = dereference(document, property);
  return isObject(target) && target[flag] === true;
}

function hasFlag(node: unknown, flag: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ((node as Record<string, unknown>)[flag] === true) return true;
  return Object.values(node).some((one) => hasFlag(one, flag));
}
