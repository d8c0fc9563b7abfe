import { responseFor } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/schema-validator.ts';
import { readingsOf } from '../probes/cases/plain-request.ts';
import { judge, type Rule } from './rule.ts';
import { documentedAnswers, statusOf } from './support/answer.ts';

export const rule: Rule = {
  id: 'response-headers',
  title: 'A response carries the headers that are documented for it; a 401 names the Bearer scheme.',
  provenance: 'standard',
  clause: '401 with a `WWW-Authenticate: Bearer` header (RFC 9110, section 11.6.1; RFC 6750, section 3).',
  family: 'responses',
  counterexamples: ['no-www-authenticate'],
  needs: 'all',
  check: ({ seen, contract, validate }) =>
    judge(
      documentedAnswers(contract, seen).flatMap(({ operation, exchange }) =>
        (responseFor(operation, statusOf(exchange))?.headers ?? []).map((header) => ({ operation, exchange, header })),
      ),
      ({ operation, exchange, header }) => {
        const value = exchange.response?.headers[header.name.toLowerCase()];
        const fault =
          value === undefined
            ? header.required && 'is missing'
            : header.schema && faultOf(validate, header.schema, value);
        if (!fault) return undefined;
        return {
          operation: operation.id,
          message: `The header ${header.name} of a ${statusOf(exchange)} ${fault}.`,
          expected: `${header.name} as documented`,
          received: value === undefined ? 'no such header' : `${header.name}: ${value}`,
          exchange,
          provenance: header.provenance,
        };
      },
    ),
};

/** A header is a text; its schema may mean the number or the list that the text stands for. */
function faultOf(validate: SchemaValidator, schema: string, text: string): string | undefined {
  const list = text.split(',').map((one) => one.trim());
  const faults = [...readingsOf(text), list].map((reading) => validate(schema, reading)[0]?.message);
  return faults.includes(undefined) ? undefined : faults[0];
}
