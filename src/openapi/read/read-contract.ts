import type { Contract, Operation } from '../contract.ts';
import { toPointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { operationsOf } from '../path-item.ts';
import { upgradeDocument } from '../upgrade-document.ts';
import { asObject, asString, follow } from './follow.ts';
import { readOperation } from './read-operation.ts';

const kept = new WeakMap<OpenApiDocument, Contract>();

/** The contract of a document. It is cached for opened files, because reading a large one takes half a second. */
export function contractOf(document: OpenApiDocument): Contract {
  return kept.get(document) ?? readContract(document);
}

/** Caches a contract, whose document no longer changes, for `contractOf`. */
export function keepContract(contract: Contract): Contract {
  kept.set(contract.document, contract);
  return contract;
}

/** Reads the operations of a bundled document of OpenAPI 3.0, 3.1 or 3.2. Operations are in document order. */
export function readContract(given: OpenApiDocument): Contract {
  const { document } = upgradeDocument(given);
  const operations: Operation[] = [];
  for (const path of Object.keys(asObject(document.paths))) {
    const item = follow(document, toPointer(['paths', path]));
    for (const operation of operationsOf(item.value)) {
      operations.push(readOperation(document, path, operation, item));
    }
  }
  return { document, title: asString(asObject(document.info).title), operations };
}
