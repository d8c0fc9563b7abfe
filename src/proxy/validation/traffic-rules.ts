import type { Rule } from '../../../contract-tests/rules/rule.ts';
import { rulesFor } from '../../../contract-tests/rules/support/rules-for.ts';
import type { Contract } from '../../openapi/contract.ts';

/** Rules about a response that its head shows, and those that need its body. */
const headRules = ['status-documented', 'no-server-error', 'content-type-documented', 'response-headers'];
const bodyRules = ['response-body-schema', 'error-body-schema', 'credential-not-echoed'];

/** Stream rules that compare streams, or require knowledge that only a test has. */
const needsRun = ['stream-is-live', 'stream-input-is-prompt'];

/** The rules for live traffic: each one concerns a single exchange. */
export interface TrafficRules {
  /** What the head of a response shows. */
  head: readonly Rule[];
  /** What a whole exchange shows. */
  body: readonly Rule[];
  /** What only a stream shows. */
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
