import type { Parameter } from '../../src/openapi/contract.ts';
import type { SchemaViolation } from '../../src/openapi/validate/schema-validator.ts';
import { escapeUnits } from '../../src/shared/harmless.ts';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';
import type { RequestProblem } from '../request/request-problem.ts';

/** One entry of the header `sl-violations`, in Prism's format. */
export interface Violation {
  location: (string | number)[];
  severity: 'Error' | 'Warning';
  code: string | number;
  message: string;
}

export function responseViolation({ at, keyword, message, params }: SchemaViolation): Violation {
  const text = keyword === 'required' ? requiredMessage(params.missingProperty) : message;
  return {
    location: ['response', 'body', ...(keyword === 'required' ? at.slice(0, -1) : at)],
    severity: 'Error',
    code: keyword,
    message: text,
  };
}

export function requestViolation({ keyword, detail }: RequestProblem): Violation {
  const isField = keyword === 'required';
  const location = ['request', ...(isField ? detail.loc.slice(0, -1) : detail.loc)];
  return {
    location,
    severity: 'Error',
    code: keyword,
    message: isField ? requiredMessage(detail.loc.at(-1)) : detail.msg,
  };
}

export const unauthorizedViolation: Violation = {
  location: ['request'],
  severity: 'Error',
  code: 401,
  message: 'Invalid security scheme used',
};

export function deprecatedViolation({ in: place, name }: Parameter): Violation {
  const message = `${place.charAt(0).toUpperCase()}${place.slice(1)} param ${name} is deprecated`;
  return { location: ['request', place, name], severity: 'Warning', code: 'deprecated', message };
}

function requiredMessage(name: unknown): string {
  return `must have required property '${name}'`;
}

/** Maximum length of the header. */
const longest = 4_000;

/**
 * Adds the violations to a reply in the header `sl-violations`.
 *
 * @param strict return 500 if the response violates the document
 */
export function withViolations(reply: Reply, violations: readonly Violation[], strict = false): Reply {
  if (violations.length === 0) return reply;
  const kept = [...violations];
  while (kept.length > 1 && JSON.stringify(kept).length > longest) kept.pop();
  // Header values are Latin-1, so non-ASCII characters are escaped as in JSON.
  const text = JSON.stringify(kept).replace(/[^\x20-\x7e]/g, escapeUnits);
  const header = { 'sl-violations': text.slice(0, 2 * longest) };
  const failed = violations.some(({ location, severity }) => location[0] === 'response' && severity === 'Error');
  if (strict && failed && reply.status < 400) {
    const [first] = violations;
    return errorReply(
      500,
      `The document's example violates its schema: ${first!.location.join('.')} ${first!.message}.`,
      header,
    );
  }
  return { ...reply, headers: { ...reply.headers, ...header } };
}
