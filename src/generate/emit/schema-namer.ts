import type { Contract } from '../../openapi/contract.ts';
import { fromPointer, resolvePointer } from '../../openapi/json-pointer.ts';
import { isObject } from '../../shared/json.ts';
import { typeNames } from './type-names.ts';

/**
 * Returns the short name of the schema at a JSON Pointer, or of its reference's target; `undefined` if `types.ts`
 * exports none.
 */
export type SchemaNamer = (pointer: string | undefined) => string | undefined;

/** Creates a namer for the schemas of a contract. */
export function createSchemaNamer({ document }: Contract): SchemaNamer {
  const names = new Set(typeNames(document));
  return (pointer) => {
    if (pointer === undefined) return undefined;
    const schema = resolvePointer(document, pointer);
    const target = isObject(schema) && typeof schema.$ref === 'string' ? schema.$ref : pointer;
    const [components, schemas, name, ...rest] = fromPointer(target);
    if (components !== 'components' || schemas !== 'schemas' || rest.length > 0) return undefined;
    return name !== undefined && names.has(name) ? name : undefined;
  };
}
