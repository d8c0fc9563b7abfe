import { requestedPath } from '../../src/openapi/contract.ts';
import { namesInPath } from '../../src/openapi/path-item.ts';
import { escapeRegExp } from '../../src/shared/encoding/escape-reg-exp.ts';

/** A path template of a document, compiled to match canonical request paths. */
export interface PathTemplate {
  pattern: RegExp;
  /** The same, for paths with empty segments, or with delimiters encoded that the template has as they are. */
  lenient: RegExp;
  names: string[];
  /** For each segment: 2 for a literal, 1 for text with parameters in it, 0 for a parameter alone. */
  concreteness: number[];
  /** Length of the text outside parameters. */
  length: number;
  /** Slashes outside parameters, whose values have none. */
  slashes: number;
  /** Required query parameters: some documents have them in the path, as in `/objects?acl`. */
  query: [name: string, value: string][];
  /** Query parameters whose value is a path parameter: `/export?filename={file}`. */
  queryNames: [name: string, parameter: string][];
}

/** Reads a template: `/files/{name}.{type}`, `/users/{id}:activate`, `/café/100%`. */
export function readTemplate(template: string): PathTemplate {
  const [path = '', search = ''] = requestedPath(template).split(/\?(.*)/s);
  const literals = path
    .split(/\{[^{}]+\}/)
    .map((literal) => canonicalPath(literal) ?? canonicalPath(escapePercent(literal))!);
  const escaped = literals.map(escapeRegExp);
  return {
    pattern: new RegExp(`^${escaped.join('([^/]+)')}$`),
    lenient: new RegExp(`^${literals.map(inAnyEncoding).join('([^/]*)')}$`),
    names: namesInPath(path),
    concreteness: path
      .split('/')
      .map((segment) => (!/\{[^{}]+\}/.test(segment) ? 2 : /^\{[^{}]+\}$/.test(segment) ? 0 : 1)),
    length: literals.join('').length,
    slashes: countSlashes(literals.join('')),
    query: [...new URLSearchParams(search)].filter(([, value]) => !/[{}]/.test(value)),
    queryNames: [...new URLSearchParams(search)].flatMap(([name, value]): [string, string][] => {
      const [, parameter] = /^\{([^{}]+)\}$/.exec(value) ?? [];
      return parameter === undefined ? [] : [[name, parameter]];
    }),
  };
}

/** Sorts the more concrete template first (OAS 3.1, section 4.8.8.2). */
export function byConcreteness(left: PathTemplate, right: PathTemplate): number {
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const difference = sum(right.concreteness) - sum(left.concreteness);
  if (left.concreteness.length !== right.concreteness.length || difference !== 0) return difference;
  const first = left.concreteness.findIndex((one, index) => one !== right.concreteness[index]);
  if (first !== -1) return right.concreteness[first]! - left.concreteness[first]!;
  const count = ({ query, queryNames }: PathTemplate) => query.length + queryNames.length;
  return right.length - left.length || count(right) - count(left);
}

/**
 * Normalizes a percent-encoded path, so that equivalent paths are equal (RFC 3986, section 6.2.2). Delimiters stay
 * encoded, because `a%2Cb` is one value and `a,b` is two.
 *
 * @returns `undefined` for a malformed percent escape
 */
export function canonicalPath(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return path.replace(/(?:%[0-9a-f]{2})+|%/gi, (sequence) =>
      decodeURIComponent(sequence).replace(/[:/?#[\]@!$&'()*+,;=%]/g, encodeDelimiter),
    );
  } catch {
    return undefined;
  }
}

/** Without a list of segments, because the mock counts them for each request. */
export function countSlashes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('/'); at !== -1; at = text.indexOf('/', at + 1)) count++;
  return count;
}

/** Many clients encode `:`, `$` and quotes in a path, and most servers decode a path before they compare it. */
function inAnyEncoding(literal: string): string {
  return literal
    .split(/([:[\]@!$&'()*+,;=])/)
    .map((text, index) => (index % 2 === 0 ? escapeRegExp(text) : `(?:${escapeRegExp(text)}|${encodeDelimiter(text)})`))
    .join('');
}

function encodeDelimiter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Whether a query has the parameters that a template contains. */
export function fitsQuery({ query: wanted, queryNames }: PathTemplate, query: URLSearchParams | undefined): boolean {
  const hasValues = wanted.every(([name, value]) => query?.getAll(name).includes(value));
  return hasValues && queryNames.every(([name]) => query?.has(name));
}

/** A percent sign without a valid escape is literal in a template. */
function escapePercent(literal: string): string {
  return literal.replace(/%(?![0-9a-f]{2})/gi, '%25');
}
