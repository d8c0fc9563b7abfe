import { exampleStream } from '../../mock/streams/example-stream.ts';
import type { FixtureStep } from '../../mock/streams/fixture.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { UsageError } from '../shared/usage-error.ts';

/**
 * Writes a commented starter scenario with the events of the document's example.
 *
 * @throws {UsageError} if the document has no event stream
 */
export function writeStarter(name: string, document: OpenApiDocument): string {
  const contract = readContract(document);
  const operation = contract.operations.find(({ stream }) => stream);
  if (!operation?.stream) throw new UsageError('The document has no event stream with typed events.');
  const source = { ...operation.stream, protocol: operation.stream.protocol };
  const { steps } = exampleStream(contract, operation, source, { body: undefined });
  return `${head(name, operation.id)}${steps.map(writeStep).join('')}`;
}

function head(name: string, operation: string): string {
  return `: title ${name}
: # Lines that begin with ": #" are notes. The mock does not send them.

: # When this scenario applies. All conditions have to hold; the scenario with the most conditions wins.
: prompt contains ${name}
: # prompt is "exact text"
: # prompt matches /refunds?|money back/i
: # turn 1            the turn of the session: 2, 2-4 or 2+
: # use 1             the first request to which the other conditions apply
: operation ${operation}

: # Timing: time to the first event, events per second, and how far waits may vary.
: pace ttft=400ms rate=40/s jitter=0.2
: # wait 120ms        before an event, in place of the pace

: # The events. Each ends with an empty line. Placeholders in strings: {{prompt}}, {{turn}}, {{body.FIELD}}, {{call_id_1}}.

`;
}

function writeStep(step: FixtureStep): string {
  if (step.kind === 'message') {
    const event = step.event === undefined ? '' : `event: ${step.event}\n`;
    const lines = step.data.split('\n').map((line) => `data: ${line}\n`);
    return `${event}${lines.join('')}\n`;
  }
  if (step.kind === 'comment') return `: ${step.text}\n\n`;
  return step.kind === 'fields' ? step.text : '';
}
