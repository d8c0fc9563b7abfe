import type { Constraint } from '../../probes/cases/request-case.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { judge, type RuleContext, type RuleResult, type Violation } from '../rule.ts';
import { expectStatus, failed, isOpen, received, statusOf, succeeded } from './documented-response.ts';

const bounds = ['Length', 'Items', 'minimum', 'maximum', 'exclusiveM'];

/** True if a constraint limits a length, a number of items or a number. */
export function isBound({ keyword }: Constraint): boolean {
  return keyword.split(', ').every((one) => one !== 'uniqueItems' && bounds.some((bound) => one.includes(bound)));
}

/** Checks that requests which violate a constraint of a kind are rejected with the expected status. */
export function judgeRefusals(
  { seen }: RuleContext<'exchanges'>,
  isOfKind: (constraint: Constraint) => boolean,
): RuleResult {
  return judge(
    seen.exchanges.filter((exchange) => {
      const { case: own } = exchange;
      if (own.kind !== 'invalid' || !isOfKind(own.constraint) || failed(exchange)) return false;
      return own.status === '4XX' || !isOpen(exchange);
    }),
    (exchange) => {
      if (exchange.case.kind !== 'invalid') return undefined;
      const { constraint, status } = exchange.case;
      const violation = expectStatus(
        exchange,
        status,
        `${exchange.operation} accepts a request whose ${describe(constraint)}.`,
      );
      if (!violation) return undefined;
      if (!succeeded(exchange)) {
        violation.message = `${exchange.operation} returns ${statusOf(exchange)} for a request whose ${describe(constraint)}.`;
      }
      return { ...violation, provenance: constraint.provenance };
    },
  );
}

/** Checks that requests which just satisfy a constraint are accepted, for operations that accept a plain request. */
export function judgeAcceptance(
  { seen }: RuleContext<'exchanges'>,
  isOfKind: (constraint: Constraint) => boolean,
): RuleResult {
  const plain = new Set(
    seen.exchanges.filter((one) => isPlain(one) && succeeded(one)).map(({ operation }) => operation),
  );
  return judge(
    seen.exchanges.filter((exchange) => {
      const { case: own, operation, credential } = exchange;
      if (own.kind !== 'valid' || !own.constraint || !isOfKind(own.constraint)) return false;
      return (
        plain.has(operation) &&
        credential === 'valid' &&
        !failed(exchange) &&
        !isOpen(exchange) &&
        statusOf(exchange) !== 409
      );
    }),
    (exchange): Violation | undefined => {
      if (succeeded(exchange) || exchange.case.kind !== 'valid' || !exchange.case.constraint) return undefined;
      const { constraint } = exchange.case;
      return {
        operation: exchange.operation,
        message: `${exchange.operation} rejects a request whose ${describe(constraint)}.`,
        expected: 'a 2xx status',
        received: received(exchange),
        exchange,
        provenance: constraint.provenance,
      };
    },
  );
}

/** `prompt has 1001 characters`, for the end of a sentence. */
function describe({ at, text }: Constraint): string {
  const [place, ...way] = at;
  const field = way.length === 0 ? String(place) : way.join('.');
  return `${field} ${text}`;
}

/** True for a valid request that does not probe a constraint. */
export function isPlain({ case: own, credential }: Exchange): boolean {
  return own.kind === 'valid' && !own.constraint && credential === 'valid';
}
