import type { Rule } from '../../../contract-tests/rules/rule.ts';
import { rulesFor } from '../../../contract-tests/rules/support/rules-for.ts';
import type { Contract } from '../../openapi/contract.ts';

/** Rules that need only the response head, and rules that need the body. */
const headRules = ['status-documented', 'no-server-error', 'content-type-documented', 'response-headers'];
const bodyRules = ['response-body-schema', 'error-body-schema', 'credential-not-echoed'];

/** Stream rules that compare streams, or need knowledge that only a test has. */
const needsRun = ['stream-is-live', 'stream-input-is-prompt'];

/** The rules for live traffic: each one concerns a single exchange. */
export interface TrafficRules {
  /** Rules about the head of a response. */
  head: readonly Rule[];
  /** Rules about a whole exchange. */
  body: readonly Rule[];
  /** Rules about a stream. */
  stream: readonly Rule[];
}

export function trafficRulesFor(contract: Contract): TrafficRules {
  const { applicable } = rulesFor(contract);
  const streamRules = applicable.filter(
    ({ id, family }) => (family === 'stream' || family === 'framing') && !needsRun.includes(id),
  );
  return {
    head: applicable.filter(({ id }) => headRules.includes(id)),
    body: [
      ...applicable.filter(({ id }) => bodyRules.includes(id)),
      ...streamRules.filter(({ needs }) => needs === 'all'),
    ],
    stream: streamRules.filter(({ needs }) => needs !== 'all'),
  };
}

/** The rule about requests, whose violations are the client's. */
export const requestRule = {
  id: 'request-valid',
  title: 'Requests satisfy the contract',
  clause: 'The parameters, the body and the credential that an operation documents.',
  provenance: 'documented',
  family: 'requests',
} as const;
