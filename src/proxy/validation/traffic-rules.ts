import type { Rule } from '../../../contract-tests/rules/rule.ts';
import { rulesFor } from '../../../contract-tests/rules/support/rules-for.ts';
import type { Contract } from '../../openapi/contract.ts';

/** Rules that one response shows. */
const responseRules = [
  'status-documented',
  'no-server-error',
  'content-type-documented',
  'response-headers',
  'response-body-schema',
  'error-body-schema',
  'credential-not-echoed',
];

/** What is known of them once the head of a response is there. */
const headRules = ['status-documented', 'no-server-error', 'content-type-documented', 'response-headers'];

/** Stream rules that compare a stream with others, or with what only a test knows. */
const needsRun = ['stream-is-live', 'stream-input-is-prompt'];

/** The rules that the traffic of others can be judged by: each is about one exchange. */
export function trafficRulesFor(contract: Contract): { all: Rule[]; head: Rule[] } {
  const all = rulesFor(contract).applicable.filter(
    ({ id, family }) =>
      responseRules.includes(id) || ((family === 'stream' || family === 'framing') && !needsRun.includes(id)),
  );
  return { all, head: all.filter(({ id }) => headRules.includes(id)) };
}

/** The one rule about requests: its violations are the client's. */
export const requestRule = {
  id: 'request-valid',
  title: 'Requests satisfy the contract',
  clause: 'The parameters, the body and the credential that an operation documents.',
  provenance: 'documented',
  family: 'requests',
} as const;
