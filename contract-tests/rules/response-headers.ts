import { responseFor } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { readingsOf } from '../probes/cases/plain-request.ts';
import { defineRule, judge } from './rule.ts';
import { documentedResponses, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'response-headers',
  title: 'Responses have the documented headers',
  clause: 'A 401 has the header `WWW-Authenticate: Bearer` (RFC 9110, section 11.6.1; RFC 6750, section 3).',
  provenance: 'standard',
  scope: 'any-api',
  otherApis: { clause: 'The response headers in the document (OAS 3.1, section 4.8.21).', provenance: 'documented' },
  family: 'responses',
  counterexamples: ['no-www-authenticate'],
  needs: 'all',
  requires: 'a response whose headers are documented',
  check: ({ seen, contract, validate }) =>
    judge(
      documentedResponses(contract, seen).flatMap(({ operation, exchange }) =>
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
});

/** A header is a text; its schema may mean the number or the list that the text stands for. */
function faultOf(validate: SchemaValidator, schema: string, text: string): string | undefined {
  const list = text.split(',').map((one) => one.trim());
  const faults = [...readingsOf(text), list].map((reading) => validate(schema, reading)[0]?.message);
  return faults.includes(undefined) ? undefined : faults[0];
}
