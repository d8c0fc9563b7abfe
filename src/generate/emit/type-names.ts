import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { schemasOf } from '../../openapi/openapi-document.ts';

/** Names that openapi-typescript exports. */
const taken = new Set(['paths', 'webhooks', 'components', 'operations', '$defs']);

/** Words that cannot name a type (TypeScript 5.9, reserved words and predefined types). */
const reserved = new Set(
  (
    'any as async await bigint boolean break case catch class const continue debugger default delete do else enum export ' +
    'extends false finally for function if implements import in instanceof interface let never new null number object ' +
    'package private protected public return static string super switch symbol this throw true try type typeof ' +
    'undefined unknown var void while with yield'
  ).split(' '),
);

/** Types that `types.ts` uses: a local type of that name would shadow them. */
const used = new Set([
  'AsyncIterable',
  'Blob',
  'Record',
  'OneOf',
  'WithRequired',
  'Without',
  'XOR',
  'Omit',
  'Pick',
  'Partial',
]);

/** The schemas with an exported type in `types.ts`: all whose names are valid type names. */
export function typeNames(document: OpenApiDocument): string[] {
  return Object.keys(schemasOf(document)).filter(
    (name) => /^[A-Za-z_$][\w$]*$/.test(name) && !taken.has(name) && !reserved.has(name),
  );
}

/** The exports with the short names of schemas. */
export function emitTypeNames(document: OpenApiDocument): string {
  return typeNames(document)
    .map((name) => {
      const schema = `components["schemas"]["${name}"]`;
      if (!used.has(name)) return `export type ${name} = ${schema};\n`;
      return `type ${name}_ = ${schema};\nexport type { ${name}_ as ${name} };\n`;
    })
    .join('');
}
