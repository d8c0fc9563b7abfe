import type { Contract } from '../../openapi/contract.ts';
import { fromPointer, resolvePointer } from '../../openapi/json-pointer.ts';
import { isObject } from '../../shared/json.ts';
import { typeNames } from './type-names.ts';

/** Finds the short names of schemas, and keeps which were asked for. */
export interface SchemaNamer {
  /** The short name of the schema at a JSON Pointer, or of the one that it refers to; `undefined` where it has none. */
  nameOf(pointer: string | undefined): string | undefined;
  /** The names that were given out, sorted. */
  used(): string[];
}

/** A namer of the schemas of a contract, by the names that `types.ts` exports. */
export function createSchemaNamer({ document }: Contract): SchemaNamer {
  const names = new Set(typeNames(document));
  const used = new Set<string>();
  return {
    nameOf(pointer) {
      if (pointer === undefined) return undefined;
      const schema = resolvePointer(document, pointer);
      const target = isObject(schema) && typeof schema.$ref === 'string' ? schema.$ref : pointer;
      const [components, schemas, name, ...rest] = fromPointer(target);
      if (components !== 'components' || schemas !== 'schemas' || rest.length > 0) return undefined;
      if (name === undefined || !names.has(name)) return undefined;
      used.add(name);
      return name;
    },
    used: () => [...used].sort(),
  };
}
