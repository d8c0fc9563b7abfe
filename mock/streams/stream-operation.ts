import type { Contract, Operation } from '../../src/openapi/contract.ts';
import { resolvePointer } from '../../src/openapi/json-pointer.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { isObject } from '../../src/shared/json.ts';
import type { RequestContext } from '../faults/fault.ts';
import type { Reply } from '../http/exchange.ts';
import { lowerCased } from '../http/replies.ts';
import { asksForExample, type Preference } from '../request/preference.ts';
import { requestedMediaType } from '../request/requested-media-type.ts';
import { chooseScenario } from '../scenarios/choose-scenario.ts';
import { createPlaceholder } from '../scenarios/placeholders.ts';
import { promptOfRequest } from '../scenarios/prompt-of-request.ts';
import type { StreamContent } from '../scenarios/scenario.ts';
import { filledHeaders, headersOf, pacedSteps, plainReply } from '../scenarios/scenario-response.ts';
import { type ExampleSource, exampleStream } from './example-stream.ts';
import { framesOf, toArray } from './frame.ts';
import { noTurn, type StreamRequest, streamReply } from './play-stream.ts';

/** A valid request to an operation without a handler. */
export type OperationCall = StreamRequest & RequestContext;

/** Responds to operations with scenarios, and to streams with scenarios or examples. */
export interface StreamOperations {
  /** Returns `undefined` if the response is neither a stream nor a plain response of a scenario. */
  answer(call: OperationCall, accept: string | undefined): Promise<Reply | undefined>;
  /** The example of the operation's stream. */
  exampleFor(call: OperationCall): StreamContent;
}

/** @param settings.stateless use examples instead of the default scenario */
export function createStreamOperations(
  contract: Contract,
  { stateless = false }: { stateless?: boolean } = {},
  validate: SchemaValidator = () => [],
): StreamOperations {
  const choose = (call: OperationCall, wanted: boolean) => {
    const { operation, context, preference, body, path, query } = call;
    const { prompts, earlier, turn = context.turnOf(operation.id) } = promptOfRequest(body);
    const asked = {
      operation,
      prompts,
      earlier,
      turn,
      values: { path, query, body },
      named: preference.scenario,
      fallback: stateless ? undefined : (context.settings.scenario ?? context.scenarios.defaultName()),
    };
    const chosen = wanted ? chooseScenario(context.scenarios, context.uses, asked) : undefined;
    const { clock, identifier } = context;
    const placeholder = createPlaceholder({
      prompt: prompts.join('\n'),
      turn,
      body,
      path,
      query,
      now: clock.now,
      identifier,
    });
    return { chosen, placeholder };
  };
  const judgeOf = ({ operation, body }: OperationCall, { protocol, event }: ExampleSource) => {
    if (!protocol) return {};
    const suitsSchema = (value: unknown) => event === undefined || validate(event, value).length === 0;
    return { judge: { protocol, request: body, types: operation.stream?.types ?? {}, suitsSchema } };
  };

  const exampleOf = ({ operation, body, preference }: OperationCall, source: ExampleSource) =>
    exampleStream(contract, operation, source, { body, example: preference.example });

  const playStream = async (call: OperationCall, source: ExampleSource): Promise<Reply> => {
    const { operation, preference, context, faults } = call;
    const wantsExample = asksForExample(preference);
    const { chosen, placeholder } = choose(call, !wantsExample);
    const headers = chosen ? headersOf(chosen) : {};
    if (chosen?.response.content.kind === 'plain')
      return withHeaders(await plainReply(chosen.response.content, placeholder, call), headers);
    const content = chosen?.response.content ?? exampleOf(call, source);
    const { protocol, status } = source;
    const planned = framesOf(pacedSteps(content, preference, context.settings), protocol, placeholder);
    return streamReply(call, {
      frames: faults.on.length === 0 ? planned : faults.at('frames', toArray(planned), judgeOf(call, source)),
      turn: noTurn,
      protocol,
      label: chosen?.scenario.name ?? 'example',
      session: '',
      status: Number(status) || 200,
      headers: {
        ...(chosen ? {} : { 'content-type': source.mediaType }),
        ...documentedHeaders(contract, operation, status),
        ...lowerCased(protocol?.headers),
        ...filledHeaders(content, placeholder),
        ...headers,
      },
    });
  };

  return {
    async answer(call, accept) {
      const { operation, preference, body } = call;
      const source = streamFor(contract, operation, preference, requestedMediaType(operation, accept, body));
      if (source) return playStream(call, source);
      if (asksForExample(preference) || !call.context.scenarios.hasFor(operation.id)) return undefined;
      const { chosen, placeholder } = choose(call, true);
      if (chosen?.response.content.kind !== 'plain') return undefined;
      return withHeaders(await plainReply(chosen.response.content, placeholder, call), headersOf(chosen));
    },
    exampleFor: (call) => exampleOf(call, { ...call.operation.stream!, protocol: call.operation.stream!.protocol }),
  };
}

function withHeaders(reply: Reply, headers: Record<string, string>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** The stream for a request; `undefined` for another response. */
function streamFor(
  { document }: Contract,
  { stream, responses }: Operation,
  { code }: Preference,
  wanted: string | undefined,
): ExampleSource | undefined {
  for (const [status, { content }] of Object.entries(responses)) {
    if (code === undefined ? !/^(2|default)/.test(status) : status !== String(code)) continue;
    const mediaType = Object.keys(content).find((name) => /^text\/event-stream\b/i.test(name));
    if (mediaType === undefined || (wanted !== undefined && wanted !== mediaType)) continue;
    if (stream?.mediaType === mediaType && stream.status === status) {
      return { ...stream, protocol: stream.protocol };
    }
    const schema = content[mediaType]?.schema;
    const event = schema === undefined ? undefined : eventIn(document, schema);
    return { status, mediaType, event, protocol: undefined };
  }
  return undefined;
}

/** The schema of one event; a plain string schema does not describe events. */
function eventIn(document: unknown, schema: string): string | undefined {
  const value = resolvePointer(document, schema);
  return isObject(value) && value.type !== 'string' && Object.keys(value).length > 0 ? schema : undefined;
}

/** Required response headers with a value defined by their schema. */
function documentedHeaders({ document }: Contract, { responses }: Operation, status: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, required, schema } of responses[status]?.headers ?? []) {
    const value = schema === undefined ? undefined : resolvePointer(document, schema);
    if (!required || !isObject(value)) continue;
    const stated =
      value.const ?? value.default ?? value.example ?? (Array.isArray(value.enum) ? value.enum[0] : undefined);
    if (typeof stated === 'string' || typeof stated === 'number') found[name.toLowerCase()] = String(stated);
  }
  return found;
}
