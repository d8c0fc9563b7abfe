import { afterAll, describe } from 'vitest';
import { contractTests } from '../../contract-tests/vitest.ts';
import { type RunningMock, startMock } from '../../mock/index.ts';

let mock: RunningMock | undefined;

afterAll(() => mock?.close());

describe('the rules in a suite of ones own', () => {
  contractTests({
    baseUrl: async () => {
      mock = await startMock({ speed: 8 });
      return mock.url;
    },
    strict: true,
    rules: ['status-documented', 'credential-required', 'stream-stop-once', 'history-equals-stream'],
    failOnUnexercised: true,
    examples: 2,
  });
});
