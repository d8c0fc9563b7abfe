import { schemaAt } from '../contract.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { isOfType } from '../validate/fits-scalar.ts';
import { collectFacets } from './sample-facets.ts';

/** Limits on schemas and variants. */
const mostVisits = 2_000;
const mostVariants = 12;

/**
 * True if the parts of the schema at `pointer` contradict each other, so that no value fits, as when a document
 * combines a `result` object with a `result` list. False if unsure.
 */
export function hasNoValue(document: OpenApiDocument, pointer: string): boolean {
  let visits = 0;
  const isEmpty = (pointers: readonly string[], above: ReadonlySet<string>): boolean => {
    for (let variant = 0; variant < mostVariants; variant++) {
      if (++visits > mostVisits) return false;
      const facets = collectFacets(document, pointers, () => false, variant);
      const { types, values, properties, required, allowed, chosen, trail } = facets;
      if ([...trail].some((one) => above.has(one))) return false;
      const below = new Set([...above, ...trail]);
      const isPossible = (value: unknown) => types?.some((type) => isOfType(type, value)) ?? true;
      const isContradicted = types?.length === 0 || values?.some(isPossible) === false;
      const isAlwaysObject = types?.every((type) => type === 'object') ?? false;
      const isHollow =
        isAlwaysObject &&
        [...required].some((name) => {
          if (allowed?.has(name) === false) return true;
          const parts = properties.get(name);
          return parts !== undefined && isEmpty(parts, below);
        });
      if (!isContradicted && !isHollow) return false;
      if (!chosen) return true;
    }
    return true;
  };
  return isEmpty([schemaAt(document, pointer).pointer], new Set());
}
