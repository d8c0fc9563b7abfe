import type { StreamContract } from '../openapi/contract.ts';
import { eventSchemaOf } from '../openapi/event-schema.ts';
import type { SchemaValidator } from '../openapi/validate/schema-validator.ts';
import type { Clock } from '../shared/clock.ts';
import { cut } from '../shared/excerpt.ts';
import { parseJson } from '../shared/json.ts';
import { createStreamPace } from '../sse/stream-pace.ts';
import { createProtocolReader } from '../sse/stream-protocol.ts';
import { collectSteps } from './collect-steps.ts';
import { pump } from './pump.ts';
import type { Recording } from './recording.ts';

/** What a turn is checked against, and how long it may take. */
export interface TurnReaderSettings {
  stream: StreamContract;
  validate: SchemaValidator;
  clock: Clock;
  /** Start of the response, by the clock. */
  started: number;
  /** Maximum silence of the stream, in milliseconds. */
  timeout: number;
  /** How long the stream may send next to nothing, in milliseconds. */
  patience: number;
  /** When the recording stops, by the clock. */
  deadline: number;
  signal: AbortSignal;
}

/**
 * Reads a turn to its end, with the time of each event. It never rejects: if a stream is cut, stops sending or violates
 * the contract, the result has the events up to that point, and `problems` lists what is wrong.
 */
export async function readTurn(body: ReadableStream<Uint8Array>, settings: TurnReaderSettings): Promise<Recording> {
  const { stream, validate, clock, started } = settings;
  const problems: string[] = [];
  const protocol = stream.protocol && createProtocolReader(stream.protocol, { types: stream.types });
  const judge = (event: string, data: string): string[] => {
    const value = parseJson(data);
    if (data === stream.protocol?.sentinel)
      return (protocol?.read({ event, data }) ?? []).map(({ message }) => message);
    const broken = (protocol?.read({ event, data }, value) ?? []).map(({ message }) => message);
    if (value === undefined) return protocol ? broken : [`its data is not JSON: ${cut(data, 80)}`];
    const schema = eventSchemaOf(stream, event, value);
    const found = schema === undefined ? [] : validate(schema, value);
    const misfits = found.map(({ at, message }) => `${at.join('.') || 'its data'} ${message}`);
    return [...misfits, ...broken];
  };
  let messages = 0;
  const pace = createStreamPace(settings.patience);
  const elapsed = () => clock.now() - started;
  const { steps, decoder } = collectSteps(elapsed, ({ event, data }) => {
    messages += 1;
    pace.add(data.length, elapsed());
    problems.push(...judge(event, data).map((problem) => `Message ${messages}: ${problem}`));
  });
  const broken = await pump(body, (bytes) => decoder.push(bytes), {
    ...settings,
    isStalled: () => pace.isStalled(elapsed()),
  });
  decoder.end();
  if (broken) problems.push(broken);
  problems.push(...(protocol?.end() ?? []).map(({ message }) => message));
  return { steps, problems };
}
