import type { Contract, Operation } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/schema-validator.ts';
import type { NextAnswer } from '../control/next-answers.ts';
import type { FaultLine, ReplyContext } from '../faults/fault.ts';
import type { Incoming, Reply } from '../http/exchange.ts';
import {
  errorReply,
  jsonReply,
  problemsReply,
  tooLongReply,
  unknownPathReply,
  wrongMethodReply,
} from '../http/replies.ts';
import type { Route } from '../http/router.ts';
import type { Target } from '../http/target.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Handler } from '../sessions/handlers/handler.ts';
import { handlers } from '../sessions/handlers/index.ts';
import { createStreamOperations } from '../streams/stream-operation.ts';
import { acceptsCredential, satisfiesSecurity } from './credential.ts';
import { asDocumented } from './documented-refusal.ts';
import { asksForExample, type Preference } from './preference.ts';
import { createExampleAnswerer } from './prism.ts';
import { createRequestChecker } from './request-checker.ts';
import type { RequestProblem } from './request-problem.ts';
import { requestedMediaType } from './requested-media-type.ts';
import { unauthorizedReply } from './unauthorized.ts';

/** What decisions are made with. */
export interface DecisionParts {
  contract: Contract;
  validate: SchemaValidator;
  settings: { token?: string; stateless?: boolean; bodyLimit?: number };
}

/** What is known of a request before it is decided on. */
export interface Seen {
  sandbox: Sandbox;
  /** Of the request, in its sandbox: counted as requests arrive. */
  number: number;
  target: Target;
  route: Route;
  preference: Preference;
  faults: FaultLine;
  /** What a test asked of this request. */
  next: NextAnswer | undefined;
  /** For faults; the body and the query are filled in when they are read. */
  context: ReplyContext;
  /** The body, once it was read. */
  bytes?: Uint8Array;
}

export type Decision = (incoming: Incoming, seen: Seen) => Promise<Reply>;

const defaultBodyLimit = 1_000_000;
const defaultProject = 'default';

/**
 * Decides on a request in this order: path, method, credential, preferences, what a test or a fault wants in the place of
 * an answer, what the contract asks of the request. Then its handler answers, or Prism where it has none or where the
 * request prefers an example.
 */
export function createDecision({ contract, validate, settings }: DecisionParts): Decision {
  const check = createRequestChecker(contract, validate);
  const answerFromExamples = createExampleAnswerer(contract);
  const streams = createStreamOperations(contract, settings);
  const accepts = acceptsCredential(settings.token);
  const bodyLimit = settings.bodyLimit ?? defaultBodyLimit;

  return async (incoming, seen) => {
    const { sandbox, target, route, preference, faults, context } = seen;
    if (route.found === 'nothing') return unknownPathReply(target.path);
    if (route.found === 'path') return wrongMethodReply(incoming.method, target.path, route.allowed);
    const { operation, parameters } = route;
    const { credential } = context;
    const authorization = incoming.header('authorization');
    const { token } = settings;
    const satisfied = !operation.secured || satisfiesSecurity(operation.security, incoming, accepts);
    const accepted = faults.at('acceptsCredential', satisfied, { credential, authorization, token });
    const refuse = (reply: Reply) =>
      asDocumented(operation, reply, validate, (code) =>
        answerFromExamples(
          { operation, path: parameters, query: {}, body: undefined },
          { code, faults: [], problems: [] },
        ),
      );
    if (operation.secured && !accepted) return refuse(unauthorizedReply(operation.security));
    if (preference.problems.length > 0) return problemsReply(preference.problems);
    const bytes = await incoming.readBody(bodyLimit);
    if (bytes === 'too long') return tooLongReply(bodyLimit);
    if (bytes === 'cut off') return errorReply(400, 'The body did not arrive whole.');
    seen.bytes = bytes;
    const instead = faults.at('instead', toReply(seen.next?.response), context);
    if (instead) return instead;

    const checked = await check(operation, incoming, route.encoded, target, bytes);
    const { query } = checked;
    const request = { operation, path: parameters, query, body: checked.body };
    Object.assign(context, request);
    const found = settings.stateless ? checked.problems.filter(mattersToExamples) : checked.problems;
    const problems = faults.at('problems', found, request);
    if (problems.length > 0) return refuse(problemsReply(problems));
    const handler = settings.stateless ? undefined : handlerOf(operation, preference);
    const call = {
      number: seen.number,
      operation,
      path: parameters,
      query,
      body: checked.body,
      context: sandbox.context,
      faults,
      preference,
    };
    if (operation.id !== 'streamMessages' || !handler) {
      const played = await streams.answer(call, incoming.header('accept'));
      if (played) return played;
    }
    if (!handler) {
      const mediaType = requestedMediaType(operation, incoming.header('accept'), checked.body);
      return answerFromExamples(request, preference, mediaType);
    }
    const planting = sandbox.ready();
    if (planting) await planting;
    const body = faults.at('body', checked.body, { operation });
    const project = faults.at('project', projectOf(query), {});
    // Named one by one: a spread with as much behind it takes ten microseconds, a third of the whole decision.
    return handler({
      number: seen.number,
      operation,
      path: parameters,
      query,
      body,
      project,
      context: sandbox.context,
      faults,
      preference,
      exampleStream: () => streams.exampleFor(call),
    });
  };
}

/** None for an operation that has no life of its own, or whose request prefers an example. */
function handlerOf(operation: Operation, preference: Preference): Handler | undefined {
  if (asksForExample(preference)) return undefined;
  if (operation.id === 'streamMessages' && !operation.stream?.protocol) return undefined;
  return handlers.get(operation.id);
}

/**
 * The bounds of query parameters do not: the service's own SDK tests its calls with `page_size=0`, and an example is the
 * same for every page.
 */
function mattersToExamples({ place, keyword }: RequestProblem): boolean {
  return !(place === 'query' && (keyword === 'minimum' || keyword === 'maximum'));
}

/** UUIDs are compared without regard to case (RFC 9562, section 4). */
function projectOf(query: Record<string, unknown>): string {
  return typeof query.project_id === 'string' ? query.project_id.toLowerCase() : defaultProject;
}

/** A text is sent as it is, everything else as JSON. */
function toReply(response: NextAnswer['response']): Reply | null {
  if (!response) return null;
  const { status = 200, headers = {}, body } = response;
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (body === undefined) return { status, headers: named };
  if (typeof body !== 'string') return jsonReply(status, body, named);
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...named }, text: body };
}
