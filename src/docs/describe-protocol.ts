import { type StreamContract, schemaAt } from '../openapi/contract.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';
import { nameOf, type StreamProtocol } from '../sse/stream-protocol.ts';

/** What an event stream carries and the rules of its order, as Markdown for the description of its operation. */
export function describeStream(document: OpenApiDocument, { types, protocol }: StreamContract): string {
  const rows = Object.entries(types).map(([type, pointer]) => describeType(document, type, pointer, protocol));
  const head = protocol
    ? '| event | sent as | fields | says |\n| --- | --- | --- | --- |'
    : '| event | fields | says |\n| --- | --- | --- |';
  const events = `**Events of the stream**\n\n${head}\n${rows.join('\n')}`;
  return protocol ? `${events}\n\n**Protocol of the stream**\n\n${describeRules(protocol)}` : events;
}

function describeType(
  document: OpenApiDocument,
  type: string,
  pointer: string,
  protocol: StreamProtocol | undefined,
): string {
  const { schema } = schemaAt(document, pointer);
  const { properties, required, description } = isObject(schema) ? schema : {};
  const needed = Array.isArray(required) ? required : [];
  const fields = Object.keys(isObject(properties) ? properties : {})
    .filter((field) => field !== 'type')
    .map((field) => `\`${field}\`${needed.includes(field) ? '' : ' (may be left out)'}`);
  const cells = [
    `\`${type}\``,
    ...(protocol ? [`\`${nameOf(protocol, type) ?? protocol.eventNames.default}\``] : []),
    fields.join(', '),
    typeof description === 'string' ? description : '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim()).join(' | ')} |`;
}

function describeRules({ eventNames, end, accumulations, correlations, failure, input }: StreamProtocol): string {
  const rules: [rule: string, provenance: string][] = [
    ['Each event is sent under the name in the table above.', eventNames.provenance],
    [`A message without a name is taken for \`${eventNames.default}\`.`, eventNames.provenance],
    [`Exactly one \`${end.type}\` ends the stream.`, end.provenance],
    [`Nothing follows the \`${end.type}\`.`, end.nothingAfter.provenance],
    ...accumulations.map(({ delta, complete, field, provenance }): [string, string] => [
      `\`${field}\` of the \`${delta}\` events since the last \`${complete}\` adds up to that of the next \`${complete}\`.`,
      provenance,
    ]),
    ...correlations.flatMap(({ call, result, key, equal, uniqueWithin, provenance }): [string, string][] => [
      [`A \`${result}\` answers the earlier \`${call}\` with the same \`${key}\`; each is answered once.`, provenance],
      ...equal.map((field): [string, string] => [
        `A \`${result}\` repeats \`${field}\` of its \`${call}\`.`,
        provenance,
      ]),
      [`No two \`${call}\` events of a ${uniqueWithin} have the same \`${key}\`.`, provenance],
    ]),
    [
      `\`${failure.flag}\` of a \`${failure.type}\` is true exactly where \`${failure.message}\` is a string: the stream failed.`,
      failure.provenance,
    ],
    [
      `A \`${input.type}\` repeats \`${input.requestField}\` of the request in its \`${input.field}\`; a stream may leave it out.`,
      input.provenance,
    ],
  ];
  const rows = rules.map(([rule, provenance]) => `| ${rule} | ${provenance} |`);
  return `| rule | provenance |\n| --- | --- |\n${rows.join('\n')}`;
}
