import { isObject } from '../../shared/json.ts';
import { type DocumentNode, eachChild, type NodeKind } from '../document-nodes.ts';
import { resolvePointer, toPointer, toStep } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { breakCircles } from './break-circles.ts';
import type { Repair, Report } from './repair.ts';
import {
  repairOperation,
  repairOperationIds,
  repairParameters,
  repairPathParameters,
  repairRequirements,
} from './repair-operation.ts';
import { repairRoot } from './repair-root.ts';
import { repairSchema } from './repair-schema.ts';
import { isSchema } from './schema-keywords.ts';

/** The current object and its container. */
interface Entry {
  kind: NodeKind;
  owner: Record<string, unknown>;
  key: string;
  pointer: string;
}

/**
 * Repairs a document in place, so that a minor problem affects only its own part: missing fields get defaults, invalid
 * ones are interpreted or removed, and unresolvable references allow anything.
 *
 * @returns the repairs, in document order
 */
export function repairDocument(document: OpenApiDocument): Repair[] {
  const repairs: Repair[] = [];
  const report: Report = (pointer, message) => void repairs.push({ pointer, message });
  const is30 = /^3\.0/.test(String(document.openapi));
  const visited = new Set<object>();
  const known = new Map<string, boolean>();
  const schemas: DocumentNode[] = [];
  const leads = (reference: string): boolean => {
    const found = known.get(reference) ?? resolvePointer(document, reference) !== undefined;
    known.set(reference, found);
    return found;
  };

  const visit = (kind: NodeKind, value: unknown, pointer: string): void => {
    if (!isObject(value) || visited.has(value)) return;
    visited.add(value);
    if (kind === 'schema') {
      schemas.push({ value, pointer });
      repairSchema(value, pointer, { is30, report });
    } else repairFields(document, kind, value, pointer, report);
    eachChild(kind, value, ({ kind: child, owner, key, below }) =>
      enter({ kind: child, owner, key, pointer: pointer + below }),
    );
    if (kind === 'schema') repairMapping(document, value, pointer, report);
    if (Array.isArray(value.parameters) && kind !== 'schema') repairParameters(document, value, pointer, report);
  };

  const enter = (entry: Entry): void => {
    const { kind, owner, key, pointer } = entry;
    const value = owner[key];
    if (!isObject(value)) {
      if (kind === 'schema' ? !isSchema(value) : value !== undefined) repairEntry(entry, report);
      visit(kind, owner[key], pointer);
      return;
    }
    if (value.$ref !== undefined && typeof value.$ref !== 'string') {
      report(`${pointer}/$ref`, '`$ref` must be a text; it is ignored.');
      delete value.$ref;
    } else if (value.$ref !== undefined && (!leads(value.$ref) || (kind !== 'schema' && isCircle(document, value)))) {
      leaveOut(entry, value.$ref, report);
      if (kind !== 'schema') return;
    }
    visit(kind, value, pointer);
  };

  repairRoot(document, report);
  repairRequirements(document, document, '#/security', report);
  visit('document', document, '#');
  breakCircles(document, schemas, report);
  repairPathParameters(document, report);
  repairOperationIds(document, report);
  return repairs;
}

function repairFields(
  document: OpenApiDocument,
  kind: NodeKind,
  value: Record<string, unknown>,
  pointer: string,
  report: Report,
): void {
  if (value.$ref !== undefined) return;
  if (kind === 'operation') repairOperation(document, value, pointer, report);
  if (kind === 'pathItem' && value.parameters !== undefined && !Array.isArray(value.parameters)) {
    report(`${pointer}/parameters`, '`parameters` must be a list; they are left out.');
    delete value.parameters;
  }
  if (kind === 'response' && typeof value.description !== 'string') {
    report(pointer, 'The response has no description.');
    value.description = '';
  }
  if (kind === 'requestBody' && !isObject(value.content)) {
    report(pointer, 'The request body has no `content`; any body is accepted.');
    value.content = {};
  }
  if ((kind === 'parameter' || kind === 'header') && value.schema === undefined && !isObject(value.content)) {
    report(pointer, `The ${kind} has no schema; any value is accepted.`);
  }
}

/** Repairs a value that should be an object. */
function repairEntry({ kind, owner, key, pointer }: Entry, report: Report): void {
  const name = `\`${key}\``;
  if (kind === 'schema') {
    report(pointer, `${name} is not a schema; any value is accepted.`);
    owner[key] = {};
  } else if (owner[key] === null && ['response', 'operation', 'mediaType', 'pathItem', 'header'].includes(kind)) {
    report(pointer, `${name} is empty.`);
    owner[key] = {};
  } else if (kind === 'parameter') {
    // Lists keep their length until all references are checked.
    report(pointer, 'A parameter must be an object; it is left out.');
    owner[key] = null;
  } else {
    report(pointer, `${name} must be an object; it is left out.`);
    delete owner[key];
  }
}

/** The replacement for an unresolvable reference, by kind. */
function leaveOut({ kind, owner, key, pointer }: Entry, reference: string, report: Report): void {
  const value = owner[key] as Record<string, unknown>;
  const tell = (consequence: string) =>
    report(`${pointer}/$ref`, `\`$ref: ${reference}\` cannot be resolved; ${consequence}.`);
  if (kind === 'schema') {
    tell('any value is accepted');
    delete value.$ref;
  } else if (kind === 'response') {
    tell('any response with this status is accepted');
    owner[key] = { description: '' };
  } else if (kind === 'mediaType') {
    tell('any value is accepted');
    owner[key] = {};
  } else if (kind === 'parameter' && Array.isArray(owner)) {
    tell('the parameter is left out');
    owner[key as never] = null as never;
  } else {
    tell(kind === 'pathItem' ? 'the path is left out' : 'it is left out');
    delete owner[key];
  }
}

/** True if a chain of pure references leads back to its start. */
function isCircle(document: OpenApiDocument, start: Record<string, unknown>): boolean {
  const seen = new Set<unknown>();
  let value: unknown = start;
  while (isObject(value) && typeof value.$ref === 'string' && Object.keys(value).length === 1 && !seen.has(value)) {
    seen.add(value);
    value = resolvePointer(document, value.$ref);
  }
  return value === start;
}

/** A mapping to a missing schema would make the whole union uncheckable. */
function repairMapping(
  document: OpenApiDocument,
  { discriminator }: Record<string, unknown>,
  pointer: string,
  report: Report,
): void {
  if (!isObject(discriminator) || discriminator.mapping === undefined) return;
  const at = `${pointer}/discriminator/mapping`;
  if (!isObject(discriminator.mapping)) {
    report(at, '`mapping` must be an object; it is ignored.');
    delete discriminator.mapping;
    return;
  }
  const mapping = discriminator.mapping;
  for (const [name, target] of Object.entries(mapping)) {
    const reference = typeof target === 'string' ? target : '';
    const isName = resolvePointer(document, toPointer(['components', 'schemas', reference])) !== undefined;
    if (reference !== '' && (isName || isObject(resolvePointer(document, reference)))) continue;
    report(at + toStep(name), `\`${name}: ${String(target)}\` leads to no schema; it is ignored.`);
    delete mapping[name];
  }
  if (Object.keys(mapping).length === 0) delete discriminator.mapping;
}
