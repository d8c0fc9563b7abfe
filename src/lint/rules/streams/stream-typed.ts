import { schemaAt } from '../../../openapi/contract.ts';
import { fromPointer } from '../../../openapi/json-pointer.ts';
import { isObject } from '../../../shared/json.ts';
import type { LintRule, LintSubject, RuleFinding } from '../../rule.ts';

/**
 * Every event stream describes its events and rules: a string whose `contentSchema` is an array of a discriminated
 * union, with `x-stream-protocol` next to it. Tools without support for this still see a string.
 */
export const streamTyped: LintRule = {
  id: 'stream-typed',
  check: (subject) =>
    subject.nodes.mediaType
      .filter(({ pointer }) => /^text\/event-stream\b/i.test(fromPointer(pointer).at(-1) ?? ''))
      .flatMap(({ pointer, value }) => {
        const findings = checkSchema(subject, `${pointer}/schema`);
        if (isObject(value['x-stream-protocol'])) return findings;
        return [...findings, { pointer, message: 'The event stream has no x-stream-protocol (docs/streams.md).' }];
      }),
};

function checkSchema({ document }: LintSubject, at: string): RuleFinding[] {
  const { pointer, schema } = schemaAt(document, at);
  if (!isObject(schema)) return [{ pointer: at, message: 'The event stream has no schema.' }];
  const wanted = { type: 'string', contentMediaType: 'text/event-stream' };
  for (const [keyword, value] of Object.entries(wanted)) {
    if (schema[keyword] === value) continue;
    return [{ pointer, message: `The schema of an event stream has ${keyword}: ${value}.` }];
  }
  const { contentSchema } = schema;
  if (!isObject(contentSchema) || contentSchema.type !== 'array' || contentSchema.items === undefined) {
    return [
      { pointer, message: 'The schema of an event stream has a contentSchema: an array with the events as items.' },
    ];
  }
  const event = schemaAt(document, `${pointer}/contentSchema/items`);
  const { oneOf, discriminator } = isObject(event.schema) ? event.schema : {};
  if (Array.isArray(oneOf) && isObject(discriminator) && isObject(discriminator.mapping)) return [];
  return [
    { pointer: event.pointer, message: 'The events of a stream are a oneOf with a discriminator and its mapping.' },
  ];
}
