import { isObject } from '../../shared/json.ts';
import type { FieldEncoding, MediaType, Parameter } from '../contract.ts';
import { toStep } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { asObject, follow, type Node } from './follow.ts';

/** The value of a parameter or header: under `schema`, or under `content` with its media type. */
export function readValue(
  document: OpenApiDocument,
  { pointer, value }: Node,
): Pick<Parameter, 'schema' | 'example' | 'mediaType'> {
  const [content] = Object.entries(readContent(document, { pointer, value }));
  const examples = readExamples(document, `${pointer}/examples`, value.examples);
  const example = value.example ?? Object.values({ ...examples, ...content?.[1].examples })[0];
  const schema = value.schema === undefined ? content?.[1].schema : `${pointer}/schema`;
  return {
    ...(content === undefined ? {} : { mediaType: content[0] }),
    ...(schema === undefined ? {} : { schema }),
    ...(example === undefined ? {} : { example }),
  };
}

/** The media types of a body, by name. */
export function readContent(document: OpenApiDocument, owner: Node): Record<string, MediaType> {
  return Object.fromEntries(
    Object.entries(asObject(owner.value.content)).map(([name, value]) => {
      const pointer = `${owner.pointer}/content${toStep(name)}`;
      const { schema, example, examples, encoding } = asObject(value);
      return [
        name,
        {
          ...(schema === undefined ? {} : { schema: `${pointer}/schema` }),
          examples: {
            ...(example === undefined ? {} : { example }),
            ...readExamples(document, `${pointer}/examples`, examples),
          },
          ...(isObject(encoding) ? { encoding: encoding as Record<string, FieldEncoding> } : {}),
        },
      ];
    }),
  );
}

function readExamples(document: OpenApiDocument, pointer: string, examples: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(asObject(examples)).flatMap((name) => {
      const { value } = follow(document, `${pointer}${toStep(name)}`).value;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
