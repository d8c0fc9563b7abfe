import { type StreamContract, schemaAt } from '../openapi/contract.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';
import { oneLine } from '../shared/wording.ts';
import { nameOf, rulesOf, type StreamProtocol } from '../sse/stream-protocol.ts';

/** The events and rules of an event stream as Markdown, for the description of its operation. */
export function describeStream(document: OpenApiDocument, { types, patterns, protocol }: StreamContract): string {
  const named = patterns.map(({ pattern, schema }): [string, string] => [`/${pattern}/`, schema]);
  const rows = [...Object.entries(types), ...named].map(([type, pointer]) =>
    describeType(document, type, pointer, protocol),
  );
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
    ...(protocol ? [`\`${nameOf(protocol, type) ?? 'any'}\``] : []),
    fields.join(', '),
    typeof description === 'string' ? description : '',
  ];
  return `| ${cells.map((cell) => oneLine(cell.replaceAll('|', '\\|'))).join(' | ')} |`;
}

function describeRules(protocol: StreamProtocol): string {
  const rows = rulesOf(protocol).map(
    ({ rule, text, provenance }) => `| ${text.replaceAll('|', '\\|')} | \`${rule}\` | ${provenance} |`,
  );
  return `| what holds | rule | provenance |\n| --- | --- | --- |\n${rows.join('\n')}`;
}
