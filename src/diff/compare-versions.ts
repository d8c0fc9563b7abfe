import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../openapi/contract.ts';
import { fromPointer } from '../openapi/json-pointer.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { isObject } from '../shared/json.ts';
import { alignDocuments } from './canonical/align-documents.ts';
import { canonicalDocument, sharedAllOf } from './canonical/canonical-document.ts';
import type { Change } from './change.ts';
import type { Version } from './load-version.ts';
import { isOnlyAName, rateChange } from './rate-change.ts';
import type { DocumentComparer, RedoclyChange } from './run-redocly-diff.ts';
import { createDirections } from './schema-directions.ts';
import { compareStreams } from './stream-changes.ts';

/**
 * Every change between two versions: what Redocly finds, who is affected, and what Redocly does not compare: event
 * streams and paging. Breaking changes come first, then by file and line.
 */
export async function compareVersions(before: Version, after: Version, compare: DocumentComparer): Promise<Change[]> {
  const [base, head] = writeAlike(before, after);
  const isSame = isDeepStrictEqual(base.document, head.document);
  const [compared, { contracts, directions, streams }] = await Promise.all([
    isSame ? [] : compare(base.document, head.document),
    readBoth(base, head, isSame),
  ]);
  const unions = streams.some(({ rule }) => rule.startsWith('stream-event-type')) ? unionPointers(...contracts) : [];
  const isLibrary = contracts.every(({ operations }) => operations.length === 0);
  const documents = { base: base.document, head: head.document };
  const redocly = compared.filter(
    (one) => !isToldByStreams(one, unions) && (isLibrary || !isOnlyAName(one, documents)),
  );
  const changes = [
    ...streams.map(({ side, pointer, ...change }): Change => {
      const place = (side === 'base' ? base : head).locate(pointer);
      return { ...change, place: { side, ...place } };
    }),
    ...redocly.flatMap((one): Change[] => {
      const side = one.revision ? 'head' : 'base';
      const pointer = (one.revision ?? one.base)?.pointer ?? '#';
      const operation = operationOf(one.path);
      return rateChange(one, directions[side](pointer), documents).map((rated) => ({
        ...rated,
        ...(operation === undefined ? {} : { operation }),
        place: { side, ...(side === 'base' ? base : head).locate(pointer) },
      }));
    }),
  ];
  return [...new Map(changes.map((change) => [identityOf(change), change])).values()].sort(byWeight);
}

/** What is read of both versions while Redocly compares them, in its own process. */
async function readBoth(base: Version, head: Version, isSame: boolean) {
  // First, Redocly gets its input.
  await setImmediate();
  const contracts = [readContract(base.document), readContract(head.document)] as const;
  const directions = { base: createDirections(base.document), head: createDirections(head.document) };
  // The first place reads all of them.
  for (const version of isSame ? [] : [base, head]) version.locate('#');
  return { contracts, directions, streams: compareStreams(...contracts) };
}

/** Both versions with equivalent parts in the same form. */
export function writeAlike(...versions: [Version, Version]): [Version, Version] {
  const shared = sharedAllOf(versions[0].document, versions[1].document);
  const written = versions.map((version): Version => {
    const { document, origin } = canonicalDocument(version.document, shared);
    return { ...version, document, locate: (pointer) => version.locate(origin(pointer)) };
  }) as [Version, Version];
  alignDocuments(written[0].document, written[1].document);
  if (written.some(({ document }) => itemsOf(document).some(hasMethodsOfItsOwn))) {
    for (const { document } of written) useVersion32(document);
  }
  return written;
}

function hasMethodsOfItsOwn({ query, additionalOperations }: Record<string, unknown>): boolean {
  return query !== undefined || additionalOperations !== undefined;
}

/**
 * Redocly compares `query` and `additionalOperations` only in documents of OpenAPI 3.2, and does not report the
 * operations of a removed map.
 */
function useVersion32(document: Version['document']): void {
  document.openapi = '3.2.0';
  for (const item of itemsOf(document)) item.additionalOperations ??= {};
}

function itemsOf({ paths }: Version['document']): Record<string, unknown>[] {
  return Object.values(isObject(paths) ? paths : {}).filter(isObject);
}

/** The union of a stream's events: added and removed types are reported by type. */
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
  const [root, template, field, name] = fromPointer(path);
  if (root !== 'paths' || template === undefined) return undefined;
  if (field === 'additionalOperations' && name !== undefined) return `${name} ${template}`;
  const isMethod = field !== undefined && /^(get|put|post|delete|options|head|patch|trace|query)$/.test(field);
  return isMethod ? `${field.toUpperCase()} ${template}` : template;
}

/** A schema that several operations use occurs several times. */
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
