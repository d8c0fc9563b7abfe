import { schemaAt } from '../../openapi/contract.ts';
import type { DocumentNode } from '../../openapi/document-nodes.ts';
import { toPointer, toStep } from '../../openapi/json-pointer.ts';
import { isObject } from '../../shared/json.ts';
import type { LintRule, LintSubject, RuleFinding } from '../rule.ts';

/**
 * Every example and default satisfies its schema, formats and discriminators included. `stream-example-fits` checks the
 * events of a stream.
 */
export const exampleFits: LintRule = {
  id: 'example-fits',
  check: (subject) => {
    const { mediaType, parameter, header, schema } = subject.nodes;
    return [
      ...[...mediaType, ...parameter, ...header].flatMap((owner) => checkOwner(subject, owner)),
      ...schema.flatMap((node) => checkSchema(subject, node)),
    ];
  },
};

function checkOwner(subject: LintSubject, { pointer, value }: DocumentNode): RuleFinding[] {
  if (value.schema === undefined) return [];
  const named = Object.keys(isObject(value.examples) ? value.examples : {}).map(
    (name) => `${schemaAt(subject.document, `${pointer}/examples${toStep(name)}`).pointer}/value`,
  );
  const places = value.example === undefined ? named : [`${pointer}/example`, ...named];
  return places.flatMap((place) => checkValue(subject, `${pointer}/schema`, place));
}

function checkSchema(subject: LintSubject, { pointer, value }: DocumentNode): RuleFinding[] {
  const several = Array.isArray(value.examples) ? value.examples.map((_, index) => `${pointer}/examples/${index}`) : [];
  const single = ['default', 'example'].filter((keyword) => value[keyword] !== undefined);
  const places = [...single.map((keyword) => `${pointer}/${keyword}`), ...several];
  return places.flatMap((place) => checkValue(subject, pointer, place));
}

function checkValue({ document, validate }: LintSubject, schema: string, place: string): RuleFinding[] {
  const { pointer, schema: value } = schemaAt(document, place);
  // An external example (`externalValue`) has no value here.
  if (value === undefined) return [];
  return validate(schema, value).map(({ at, message }) => ({
    pointer: pointer + toPointer(at).slice(1),
    message: `The example violates its schema: ${at.length > 0 ? at.join('.') : 'it'} ${message}.`,
  }));
}
