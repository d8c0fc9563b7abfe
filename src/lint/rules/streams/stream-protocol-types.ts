import type { StreamProtocol } from '../../../sse/stream-protocol.ts';
import { type EventStream, eventStreams, hasProperty } from '../../event-streams.ts';
import type { LintRule, LintSubject, RuleFinding } from '../../rule.ts';
import { streamProtocolForm } from './stream-protocol-form.ts';

/** A type that a protocol names, and the fields that it says the type has. */
interface Mention {
  /** The way to it within the protocol. */
  at: string;
  type: string;
  fields: string[];
}

/**
 * A protocol names only types of the event union and fields that they have, and gives each type exactly one event name.
 * A protocol that does not have its form is left to `stream-protocol-form`.
 */
export const streamProtocolTypes: LintRule = {
  id: 'stream-protocol-types',
  check: (subject) => {
    if (streamProtocolForm.check(subject).length > 0) return [];
    return eventStreams(subject).flatMap((one) => {
      const { protocol } = one.stream;
      if (!protocol) return [];
      const findings = [
        ...mentions(protocol).flatMap((mention) => checkMention(subject, one, mention)),
        ...checkNames(one, protocol),
        ...checkRequest(subject, one, protocol),
      ];
      return findings.map(({ pointer, message }) => ({
        pointer: `${one.pointer}/x-stream-protocol${pointer}`,
        message,
      }));
    });
  },
};

function mentions({ end, accumulations, correlations, failure, input }: StreamProtocol): Mention[] {
  return [
    { at: '/end/type', type: end.type, fields: [] },
    ...accumulations.flatMap(({ delta, complete, field }, index) => [
      { at: `/accumulations/${index}/delta`, type: delta, fields: [field] },
      { at: `/accumulations/${index}/complete`, type: complete, fields: [field] },
    ]),
    ...correlations.flatMap(({ call, result, key, equal }, index) => [
      { at: `/correlations/${index}/call`, type: call, fields: [key, ...equal] },
      { at: `/correlations/${index}/result`, type: result, fields: [key, ...equal] },
    ]),
    { at: '/failure/type', type: failure.type, fields: [failure.flag, failure.message] },
    { at: '/input/type', type: input.type, fields: [input.field] },
  ];
}

function checkMention(
  { document }: LintSubject,
  { stream }: EventStream,
  { at, type, fields }: Mention,
): RuleFinding[] {
  const schema = stream.types[type];
  if (schema === undefined) return [{ pointer: at, message: unknownType(stream.types, type) }];
  return fields
    .filter((field) => !hasProperty(document, schema, field))
    .map((field) => ({ pointer: at, message: `The event type ${type} has no field ${field}.` }));
}

function checkNames({ stream }: EventStream, { eventNames }: StreamProtocol): RuleFinding[] {
  const named = Object.values(eventNames.names).flat();
  const unknown = named
    .filter((type) => stream.types[type] === undefined)
    .map((type) => unknownType(stream.types, type));
  const uncertain = Object.keys(stream.types).flatMap((type) => {
    const times = named.filter((one) => one === type).length;
    return times === 1 ? [] : [`The event type ${type} stands under ${times} event names; it needs exactly one.`];
  });
  return [...unknown, ...uncertain].map((message) => ({ pointer: '/eventNames/names', message }));
}

function checkRequest({ document }: LintSubject, { operation }: EventStream, { input }: StreamProtocol): RuleFinding[] {
  const schemas = Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) => schema ?? []);
  if (schemas.some((schema) => hasProperty(document, schema, input.requestField))) return [];
  const message = `The request body of ${operation.id} has no field ${input.requestField}.`;
  return [{ pointer: '/input/requestField', message }];
}

function unknownType(types: Record<string, string>, type: string): string {
  return `There is no event type ${type}; the union has ${Object.keys(types).join(', ')}.`;
}
