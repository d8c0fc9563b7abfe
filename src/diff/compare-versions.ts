import { type Contract, readContract } from '../openapi/contract.ts';
import { fromPointer } from '../openapi/json-pointer.ts';
import { cut, excerpt } from '../shared/excerpt.ts';
import { canonicalDocument, sharedAllOf } from './canonical-document.ts';
import type { Change, Party } from './change.ts';
import type { Version } from './load-version.ts';
import { narrows, narrowsRequest } from './narrows.ts';
import type { RedoclyChange } from './run-redocly-diff.ts';
import { createDirections, type Direction } from './schema-directions.ts';
import { compareStreams } from './stream-changes.ts';

/** Compares two bundled documents with Redocly. */
export type DocumentComparer = (base: Version['document'], head: Version['document']) => Promise<RedoclyChange[]>;

/**
 * Every change between two versions: what Redocly finds, whom it breaks, and what it cannot see, the changes of event
 * streams and of paging. Breaking ones come first, then by file and line.
 */
export async function compareVersions(before: Version, after: Version, compare: DocumentComparer): Promise<Change[]> {
  const [base, head] = writeAlike(before, after);
  const contracts = [readContract(base.document), readContract(head.document)] as const;
  const directions = { base: createDirections(base.document), head: createDirections(head.document) };
  const streams = compareStreams(...contracts);
  const unions = streams.some(({ rule }) => rule.startsWith('stream-event-type')) ? unionPointers(...contracts) : [];
  const redocly = (await compare(base.document, head.document)).filter((one) => !isToldByStreams(one, unions));
  const changes = [
    ...streams.map(({ side, pointer, ...change }): Change => {
      const place = (side === 'base' ? base : head).locate(pointer);
      return { ...change, place: { side, ...place } };
    }),
    ...redocly.flatMap((one): Change[] => {
      const side = one.revision ? 'head' : 'base';
      const pointer = (one.revision ?? one.base)?.pointer ?? '#';
      const operation = operationOf(one.path);
      return rate(one, directions[side](pointer)).map((rated) => ({
        ...rated,
        ...(operation === undefined ? {} : { operation }),
        place: { side, ...(side === 'base' ? base : head).locate(pointer) },
      }));
    }),
  ];
  return [...new Map(changes.map((change) => [identityOf(change), change])).values()].sort(byWeight);
}

/** Both versions with what is the same written in the same form. */
export function writeAlike(...versions: [Version, Version]): [Version, Version] {
  const shared = sharedAllOf(versions[0].document, versions[1].document);
  return versions.map((version): Version => {
    const { document, origin } = canonicalDocument(version.document, shared);
    return { ...version, document, locate: (pointer) => version.locate(origin(pointer)) };
  }) as [Version, Version];
}

/** Redocly's verdicts are about clients. */
function rate(
  change: RedoclyChange,
  directions: ReadonlySet<Direction>,
): Pick<Change, 'breaks' | 'rule' | 'message'>[] {
  const server: Party[] = directions.has('response') && narrows(change) ? ['server'] : [];
  const verdicts = change.verdicts.filter(({ impact }) => impact === 'major');
  if (isPaging(change)) return [{ breaks: ['client'], rule: 'paging-changed', message: describe(change) }];
  if (verdicts.length === 0 && directions.has('request') && narrowsRequest(change)) {
    return [{ breaks: ['client', ...server], rule: 'request-narrowed', message: describe(change) }];
  }
  if (verdicts.length === 0) {
    const rule = server.length > 0 ? 'response-narrowed' : `${change.kind}`;
    return [{ breaks: server, rule, message: describe(change) }];
  }
  return verdicts.map(({ ruleId, message }) => ({ breaks: ['client', ...server], rule: ruleId, message }));
}

/** A client follows pages by `x-paging`; one that is new breaks nobody. */
function isPaging({ path, kind, property }: RedoclyChange): boolean {
  const inPaging = /\/x-paging(\/|$)/.test(path) || property === 'x-paging';
  return inPaging && kind !== 'added';
}

/** The union of a stream's events: which types it has is told by the types themselves. */
function isToldByStreams({ path, base, revision, property }: RedoclyChange, unions: readonly string[]): boolean {
  if (/\/x-stream-protocol(\/|$)/.test(path) || property === 'x-stream-protocol') return true;
  const pointers = [base?.pointer, revision?.pointer].flatMap((pointer) => pointer ?? []);
  return pointers.some((pointer) => unions.some((union) => pointer.startsWith(union)));
}

function unionPointers(...contracts: Contract[]): string[] {
  return contracts.flatMap(({ operations }) =>
    operations.flatMap(({ stream }) =>
      stream ? ['/oneOf', '/anyOf', '/discriminator'].map((keyword) => stream.event + keyword) : [],
    ),
  );
}

function operationOf(path: string): string | undefined {
  const [root, template, method] = fromPointer(path);
  if (root !== 'paths' || template === undefined) return undefined;
  const isMethod = method !== undefined && /^(get|put|post|delete|options|head|patch|trace)$/.test(method);
  return isMethod ? `${method.toUpperCase()} ${template}` : template;
}

function describe({ kind, typeName, property, path, base, revision }: RedoclyChange): string {
  const name = fromPointer(path).at(-1) ?? 'document';
  const subject = property === undefined ? `${wordsOf(typeName)} \`${name}\`` : `\`${property}\` of \`${name}\``;
  if (kind !== 'modified') return `${subject} was ${kind}.`;
  const [before, after] = [base?.value, revision?.value];
  if (before === undefined) return `${subject} was set to ${show(after)}.`;
  if (after === undefined) return `${subject} was removed.`;
  return `${subject} changed from ${show(before)} to ${show(after)}.`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${cut(value.replace(/\s+/g, ' '), 60)}'` : excerpt(value, 80);
}

/** `RequestBody` is Redocly's name of a request body. */
function wordsOf(typeName: string): string {
  const words = typeName.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A schema that several operations use is met several times. */
function identityOf({ rule, message, place }: Change): string {
  return JSON.stringify([rule, message, place]);
}

function byWeight(left: Change, right: Change): number {
  const weight = ({ breaks }: Change) => (breaks.length > 0 ? 0 : 1);
  const place = ({ place: { file, line, column } }: Change): [string, number, number] => [file, line, column];
  const [one, other] = [place(left), place(right)];
  return (
    weight(left) - weight(right) ||
    (one[0] === other[0] ? 0 : one[0] < other[0] ? -1 : 1) ||
    one[1] - other[1] ||
    one[2] - other[2]
  );
}
