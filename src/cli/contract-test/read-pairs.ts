import { isObject, parseJson } from '../../shared/json.ts';
import { describeNames } from '../../shared/nearest-name.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { readOptionFile } from '../read-option-file.ts';

/** A parser for `NAME=VALUE`. The value is not repeated in the error: it may be a secret. */
export function readPair(option: string): (text: string) => [name: string, value: string] {
  return (text) => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError(`${option} must be NAME=VALUE.`);
  };
}

/** Reads a JSON file of names and values, such as {"name": "ada", "page": 2}. */
export function readPairsFile(option: string): (file: string) => Record<string, string> {
  return (file) => {
    const values = parseJson(readOptionFile(option, file));
    if (!isObject(values)) throw new UsageError(`${option} ${file} is not a JSON object of names and values.`);
    const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
  };
}

/** @throws {UsageError} if a name is not one of `known` */
export function checkNames(option: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`${option} ${unknown} is not in the document. ${describeNames(unknown, known)}`);
}
