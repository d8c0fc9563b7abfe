import type { DocumentNode, NodeKind } from '../../openapi/document-nodes.ts';
import { toStep } from '../../openapi/json-pointer.ts';
import { isObject } from '../../shared/json.ts';
import { isProvenance, provenances } from '../../shared/provenance.ts';
import type { LintRule, RuleFinding } from '../rule.ts';

/**
 * Every `x-provenance` is one of the three words. On a schema it may be an object with a word for each keyword; a key
 * without such a keyword in the schema is probably misspelled.
 */
export const provenanceWord: LintRule = {
  id: 'provenance-word',
  check: ({ nodes }) =>
    (Object.keys(nodes) as NodeKind[]).flatMap((kind) => nodes[kind].flatMap((node) => checkNode(kind, node))),
};

function checkNode(kind: NodeKind, { pointer, value }: DocumentNode): RuleFinding[] {
  const stated = value['x-provenance'];
  if (stated === undefined || isProvenance(stated)) return [];
  const at = `${pointer}/x-provenance`;
  if (kind !== 'schema' || !isObject(stated)) return [{ pointer: at, message: unknownWord(stated) }];
  return Object.entries(stated).flatMap(([keyword, word]) => {
    const place = at + toStep(keyword);
    if (!isProvenance(word)) return [{ pointer: place, message: unknownWord(word) }];
    // `required` is in the owner's schema, and its provenance on the property.
    if (keyword === 'required' || value[keyword] !== undefined) return [];
    return [{ pointer: place, message: `x-provenance names ${keyword}, a keyword that this schema does not have.` }];
  });
}

function unknownWord(word: unknown): string {
  return `x-provenance is ${JSON.stringify(word)}; it must be ${provenances.slice(0, -1).join(', ')} or ${provenances.at(-1)}.`;
}
