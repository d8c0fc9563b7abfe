import type { Incoming } from '../../../mock/http/exchange.ts';
import { satisfiesSecurity } from '../../../mock/request/credential.ts';
import type { Seen } from '../../../mock/request/decision.ts';
import { createRequestChecker } from '../../../mock/request/request-checker.ts';
import { createShapes } from '../../../mock/request/value-shape.ts';
import type { Contract } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/validate/schema-validator.ts';
import { cut, excerpt } from '../../shared/excerpt.ts';
import type { RequestViolation } from './traffic-judge.ts';

/**
 * Checks a request against the contract, synchronously if possible.
 *
 * @param body undefined if it was not read to its end
 */
export type CheckRequest = (
  incoming: Incoming,
  seen: Seen,
  body: Uint8Array | undefined,
) => RequestViolation[] | Promise<RequestViolation[]>;

/** The same request with its body decoded. */
function withoutCoding(incoming: Incoming): Incoming {
  if (incoming.header('content-encoding') === undefined) return incoming;
  const { method, target, rawHeaders } = incoming;
  return {
    method,
    target,
    rawHeaders,
    header: (name) => (name === 'content-encoding' ? undefined : incoming.header(name)),
    readBody: (limit) => incoming.readBody(limit),
  };
}

/** The mock's own check of requests; any credential in the right place is valid. */
export function createRequestCheck(contract: Contract, validate: SchemaValidator): CheckRequest {
  const check = createRequestChecker(createShapes(contract.document), validate);
  return (incoming, { route, target }, body) => {
    if (route.found === 'nothing') {
      return [{ place: 'path', message: 'The contract has no such path.', received: cut(target.path, 120) }];
    }
    if (route.found === 'path') {
      const allowed = `The path has the methods ${route.allowed.join(', ')}.`;
      return [{ place: 'method', message: allowed, received: incoming.method }];
    }
    const { operation } = route;
    const isSent = (credential: string | undefined) => credential !== undefined;
    const own: RequestViolation[] =
      operation.secured && !satisfiesSecurity(operation.security, incoming, isSent)
        ? [{ place: 'credential', message: 'A credential is required.', received: 'none' }]
        : [];
    if (body === undefined) return own;
    const describe = ({ problems }: { problems: Awaited<ReturnType<typeof check>>['problems'] }) => [
      ...own,
      ...problems.map(({ detail }) => ({
        place: detail.loc.join('.'),
        message: detail.msg,
        received: excerpt(detail.input, 120),
      })),
    ];
    const checked = check(operation, withoutCoding(incoming), route.encoded, target, body);
    return checked instanceof Promise ? checked.then(describe) : describe(checked);
  };
}
