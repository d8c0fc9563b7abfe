import type { Contract, Operation } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { type PreparedResponse, replyOf } from '../control/response-queue.ts';
import type { FaultLine, ReplyContext } from '../faults/fault.ts';
import type { Incoming, Reply } from '../http/exchange.ts';
import { errorReply, problemsReply, tooLongReply, unknownPathReply, wrongMethodReply } from '../http/replies.ts';
import type { Route } from '../http/router.ts';
import type { Target } from '../http/target.ts';
import { asDocumented } from '../response/documented-refusal.ts';
import { createResponder, type MakeDynamic } from '../response/responder.ts';
import { unauthorizedReply } from '../response/unauthorized.ts';
import {
  deprecatedViolation,
  requestViolation,
  unauthorizedViolation,
  type Violation,
  withViolations,
} from '../response/violations.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Handler } from '../sessions/handlers/handler.ts';
import { handlers } from '../sessions/handlers/index.ts';
import { createStreamOperations } from '../streams/stream-operation.ts';
import { acceptsCredential, satisfiesSecurity } from './credential.ts';
import { asksForExample, type Preference } from './preference.ts';
import { createRequestChecker } from './request-checker.ts';
import type { RequestProblem } from './request-problem.ts';
import { createShapes } from './value-shape.ts';

/** The parts that decisions use. */
export interface DecisionParts {
  contract: Contract;
  validate: SchemaValidator;
  settings: { token?: string; stateless?: boolean; bodyLimit?: number; errors?: boolean };
  /** Generates values for `Prefer: dynamic=true`. */
  makeDynamic?: MakeDynamic | undefined;
}

/** What is known about a request before the decision. */
export interface Seen {
  sandbox: Sandbox;
  /** Number of the request in its sandbox, in order of arrival. */
  number: number;
  target: Target;
  route: Route;
  preference: Preference;
  faults: FaultLine;
  /** A response that a test queued for this request. */
  next: PreparedResponse | undefined;
  /** For faults. Body and query are added when they are read. */
  context: ReplyContext;
  /** The body, once it has been read. */
  bytes?: Uint8Array;
}

export type Decision = (incoming: Incoming, seen: Seen) => Promise<Reply>;

const defaultBodyLimit = 1_000_000;
const defaultProject = 'default';

/**
 * Processes a request in this order: path, method, credential, preferences, a queued response or a fault that replaces
 * the response, validation. Then the operation's handler responds, or the examples of the document if it has no handler
 * or the request prefers an example.
 */
export function createDecision({ contract, validate, settings, makeDynamic }: DecisionParts): Decision {
  const shapeOf = createShapes(contract.document);
  const check = createRequestChecker(shapeOf, validate);
  const responder = createResponder({ document: contract.document, validate, shapeOf, makeDynamic });
  const streams = createStreamOperations(contract, settings, validate);
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
    const handler = settings.stateless ? undefined : handlerOf(operation, preference);
    const wish = { preference, accept: incoming.header('accept'), body: undefined as unknown };
    const refuse = (reply: Reply, violations: Violation[] = []) => {
      const refusal = asDocumented({ responder, validate, shapeOf }, operation, reply, wish);
      return handler ? refusal : withViolations(refusal, violations);
    };
    if (operation.secured && !accepted) return refuse(unauthorizedReply(operation.security), [unauthorizedViolation]);
    if (preference.problems.length > 0) return problemsReply(preference.problems);
    const bytes = await incoming.readBody(bodyLimit);
    if (bytes === 'too long') return tooLongReply(bodyLimit);
    if (bytes === 'cut off') return errorReply(400, 'The body is incomplete.');
    seen.bytes = bytes;
    const instead = faults.at('instead', replyOf(seen.next), context);
    if (instead) return instead;

    const checking = check(operation, incoming, route.encoded, target, bytes);
    const checked = checking instanceof Promise ? await checking : checking;
    const { query } = checked;
    const request = { operation, path: parameters, query, body: checked.body };
    Object.assign(context, request);
    const isExample = settings.stateless && handlers.has(operation.id);
    const found = isExample ? checked.problems.filter(mattersToExamples) : checked.problems;
    const problems = faults.at('problems', found, request);
    if (problems.length > 0) return refuse(refusalOf(problems), problems.map(requestViolation));
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
    // An operation with a handler and no stream looks for scenarios only if one names it.
    const isLive = handler && (operation.id === 'streamMessages' || !sandbox.context.scenarios.hasFor(operation.id));
    if (!isLive) {
      const played = await streams.answer(call, incoming.header('accept'));
      if (played) return played;
    }
    if (!handler) {
      wish.body = checked.body;
      const { reply, violations } = await responder.respond(operation, wish);
      const all = [...violations, ...checked.deprecated.map(deprecatedViolation)];
      return withViolations(
        reply.status === 406 ? asDocumented({ responder, validate, shapeOf }, operation, reply, wish) : reply,
        all,
        settings.errors,
      );
    }
    const planting = sandbox.ready();
    if (planting) await planting;
    const body = faults.at('body', checked.body, { operation });
    const project = faults.at('project', projectOf(query), {});
    // No spread: it would take ten microseconds, a third of the whole decision.
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

/** 415 if only the media type is invalid, else a list of all problems. */
function refusalOf(problems: readonly RequestProblem[]): Reply {
  const reply = problemsReply(problems);
  return problems.every(({ keyword }) => keyword === 'mediaType') ? { ...reply, status: 415 } : reply;
}

/** The handler, if the operation has one and the request does not prefer an example. */
function handlerOf(operation: Operation, preference: Preference): Handler | undefined {
  if (asksForExample(preference)) return undefined;
  if (operation.id === 'streamMessages' && !operation.stream?.protocol) return undefined;
  return handlers.get(operation.id);
}

/**
 * Bounds of query parameters are ignored for examples of the Chat API: the service's own SDK tests its calls with
 * `page_size=0`, and the example is the same for every page.
 */
function mattersToExamples({ place, keyword }: RequestProblem): boolean {
  return !(place === 'query' && (keyword === 'minimum' || keyword === 'maximum'));
}

/** UUIDs are compared without regard to case (RFC 9562, section 4). */
function projectOf(query: Record<string, unknown>): string {
  return typeof query.project_id === 'string' ? query.project_id.toLowerCase() : defaultProject;
}
