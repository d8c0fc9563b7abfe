import type { LintRule } from '../rule.ts';

const kinds = { response: 'response', header: 'header', securityScheme: 'security scheme' } as const;

/** Every response, header and security scheme has a provenance. */
export const objectProvenance: LintRule = {
  id: 'object-provenance',
  check: ({ nodes }) =>
    (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
      nodes[kind]
        .filter(({ value }) => value['x-provenance'] === undefined)
        .map(({ pointer }) => ({
          pointer,
          message: `The ${kinds[kind]} has no x-provenance; add documented, standard or assumed.`,
        })),
    ),
};
