import { schemaAt } from '../../../openapi/contract.ts';
import { eventSchemaOf } from '../../../openapi/event-schema.ts';
import { toStep } from '../../../openapi/json-pointer.ts';
import { parseJson } from '../../../shared/json.ts';
import { decodeEventStream } from '../../../sse/event-stream-decoder.ts';
import { createProtocolReader } from '../../../sse/stream-protocol.ts';
import { type EventStream, eventStreams } from '../../event-streams.ts';
import type { LintRule, LintSubject } from '../../rule.ts';
import { streamProtocolForm } from './stream-protocol-form.ts';

/**
 * Every example of an event stream can be decoded, each of its events satisfies the union, and the stream satisfies the
 * protocol.
 */
export const streamExampleFits: LintRule = {
  id: 'stream-example-fits',
  check: (subject) => {
    const readable = streamProtocolForm.check(subject).length === 0;
    return eventStreams(subject).flatMap((one) => {
      const { examples = {} } = one.operation.responses[one.stream.status]?.content[one.stream.mediaType] ?? {};
      return Object.entries(examples).flatMap(([name, example]) => {
        const pointer = placeOf(subject, one, name);
        if (typeof example !== 'string') return [{ pointer, message: 'An example of an event stream is text.' }];
        return checkStream(subject, one, example, readable).map((message) => ({ pointer, message }));
      });
    });
  },
};

function placeOf({ document }: LintSubject, { pointer }: EventStream, name: string): string {
  const { pointer: named, schema } = schemaAt(document, `${pointer}/examples${toStep(name)}`);
  return schema === undefined ? `${pointer}/example` : `${named}/value`;
}

/** @param readable whether the protocol is valid; an invalid one cannot be checked */
function checkStream({ validate }: LintSubject, { stream }: EventStream, text: string, readable: boolean): string[] {
  const problems: string[] = [];
  const reader =
    stream.protocol && readable ? createProtocolReader(stream.protocol, { types: stream.types }) : undefined;
  for (const [index, message] of decodeEventStream(text).entries()) {
    const value = parseJson(message.data);
    const broken = (reader?.read(message, value) ?? []).map(({ rule, message: wrong }) => `${wrong} (${rule})`);
    const found =
      value === undefined || message.data === stream.protocol?.sentinel
        ? [...broken, ...(reader || value !== undefined ? [] : ['its data is not JSON.'])]
        : [
            ...broken,
            ...misfits(validate, stream, message.event, value).map(
              ({ at, message }) => `${at.join('.') || 'its data'} ${message}.`,
            ),
          ];
    problems.push(...found.map((message) => `Message ${index + 1} of the stream: ${message}`));
  }
  return [...problems, ...(reader?.end() ?? []).map(({ rule, message }) => `${message} (${rule})`)];
}

function misfits(validate: LintSubject['validate'], stream: EventStream['stream'], name: string, value: unknown) {
  const schema = eventSchemaOf(stream, name, value);
  return schema === undefined ? [] : validate(schema, value);
}
