import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  mapTag,
  mergeTag,
  parseEvents,
  seqTag,
  YAMLException,
} from 'js-yaml';
import { parseJson } from '../../shared/json.ts';
import { createLocator, type Locator, type Position } from './locate.ts';
import { deepest, measureDepth, TooLarge, unfold } from './tree-limits.ts';

/** A parsed YAML or JSON file with the places of its values. */
export interface SourceFile {
  path: string;
  /** `undefined` if the file could not be parsed. */
  value: unknown;
  /** Why it could not be parsed, and where. */
  problem?: Problem;
  /** Repairs made while parsing. */
  warnings: (Position & { message: string })[];
  /** The place of the key of a value; that of the nearest ancestor if there is no such value. */
  locate(pointer: string): Position;
  /** The source text of a scalar: `1.0`. */
  textAt(pointer: string): string | undefined;
}

/** Why a file cannot be read: a syntax error, or an exceeded limit. */
export interface Problem extends Position {
  kind: 'limit' | 'syntax';
  message: string;
}

/** Parses YAML or JSON. Never throws: an error becomes the file's `problem`. */
export function parseSourceFile(path: string, given: string): SourceFile {
  const text = given.replace(/^\uFEFF/, '');
  let locator: Locator | undefined;
  const locate = () => {
    locator ??= createLocator(text);
    return locator;
  };
  const file = {
    path,
    warnings: [],
    locate: (pointer: string) => locate().at(pointer),
    textAt: (pointer: string) => locate().textAt(pointer),
  };
  try {
    return { ...file, ...parse(text) };
  } catch (error) {
    return { ...file, value: undefined, problem: problemOf(error) };
  }
}

type Parsed = Pick<SourceFile, 'value' | 'warnings'>;

/** JSON is valid YAML, but the JSON parser is many times faster. */
function parse(text: string): Parsed {
  const json = parseJson(text);
  if (json === undefined) return parseYaml(text);
  measureDepth(json);
  return { value: json, warnings: [] };
}

function parseYaml(text: string): Parsed {
  if (text.trim() === '') return { value: undefined, warnings: [] };
  const events = parseEvents(text, { maxDepth: deepest });
  const { documents, warnings } = construct(events, text);
  if (documents.length > 1) {
    warnings.push({ message: 'The file contains several YAML documents; only the first is read.', line: 1, column: 1 });
  }
  const [value] = documents;
  const hasAliases = events.some(({ type }) => type === EVENT_ID.ALIAS);
  return { value: hasAliases ? unfold(value) : value, warnings };
}

/** A repeated key hides a value. The last one wins, as in JSON.parse. */
function construct(events: ReturnType<typeof parseEvents>, source: string) {
  const warnings: SourceFile['warnings'] = [];
  try {
    return { documents: constructFromEvents(events, { source, schema }), warnings };
  } catch (error) {
    if (!(error instanceof YAMLException) || !/duplicated mapping key/.test(error.reason)) throw error;
    warnings.push({ ...positionOf(error), message: 'This key is repeated; its last value is used.' });
    return { documents: constructFromEvents(events, { source, schema, json: true }), warnings };
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof TooLarge) return { kind: 'limit', message: error.message, line: 1, column: 1 };
  if (!(error instanceof YAMLException)) {
    return { kind: 'syntax', message: String(error), line: 1, column: 1 };
  }
  const isDeep = /maxDepth/.test(error.reason);
  const message = isDeep ? `it is nested more than ${deepest} levels deep` : error.reason;
  return { kind: isDeep || /maxTotalMergeKeys/.test(error.reason) ? 'limit' : 'syntax', message, ...positionOf(error) };
}

function positionOf({ mark }: YAMLException): Position {
  return { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1 };
}

/** YAML 1.2 with merge keys. Application tags are ignored. */
const schema = CORE_SCHEMA.withTags(
  mergeTag,
  ...['!', 'tag:'].flatMap((prefix) => [
    defineScalarTag(prefix, { matchByTagPrefix: true, resolve: (text: string) => text, identify: () => false }),
    defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true, identify: () => false }),
    defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true, identify: () => false }),
  ]),
);
