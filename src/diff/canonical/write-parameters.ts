import { dereference } from '../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import type { Moves } from '../../openapi/origin.ts';
import { operationsOf } from '../../openapi/path-item.ts';
import { isObject } from '../../shared/json.ts';
import { dropDefaults } from './drop-defaults.ts';
import { below } from './write-schema.ts';

export const flags = { required: false, deprecated: false, allowReserved: false, allowEmptyValue: false };

/**
 * `form` and `simple` by place, and `explode` by style (OAS 3.1, section 4.8.12). Header names are case-insensitive.
 */
export function writeParameter(parameter: Record<string, unknown>): void {
  const usual = parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple';
  const style = parameter.style ?? usual;
  dropDefaults(parameter, { ...flags, style: usual, explode: style === 'form' });
  if (parameter.in === 'header') parameter.name = String(parameter.name).toLowerCase();
}

/**
 * Moves the parameters of a path to each of its operations that does not override them, and drops headers that are not
 * parameters (OAS 3.1, sections 4.8.9 and 4.8.12).
 */
export function moveParameters(
  document: OpenApiDocument,
  item: Record<string, unknown>,
  pointer: string,
  moves: Moves,
): void {
  const shared = Array.isArray(item.parameters) ? item.parameters : [];
  for (const { steps, value: operation } of operationsOf(item)) {
    const own = Array.isArray(operation.parameters) ? operation.parameters : [];
    const names = own.map((one) => identityOf(document, one));
    const at = below(pointer, ...steps, 'parameters');
    const all = [
      ...own.map((one, index) => ({ one, from: `${at}/${index}` })),
      ...shared
        .map((one, index) => ({ one: structuredClone(one), from: `${pointer}/parameters/${index}` }))
        .filter(({ one }) => !names.includes(identityOf(document, one))),
    ].filter(({ one }) => !/^header (?:accept|content-type|authorization)$/.test(identityOf(document, one)));
    for (const [index, { from }] of all.entries()) moves.add(`${at}/${index}`, from);
    if (all.length > 0) operation.parameters = all.map(({ one }) => one);
    else delete operation.parameters;
  }
  delete item.parameters;
}

function identityOf(document: OpenApiDocument, given: unknown): string {
  const target = dereference(document, given);
  return isObject(target) ? `${String(target.in)} ${String(target.name)}` : '';
}
