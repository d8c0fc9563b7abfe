import { afterAll, afterEach, beforeAll } from 'vitest';
import type { RunningMock, StartOptions } from '../../mock/node/start-mock.ts';
import { registerMock } from './use-mock.ts';

export { type ContractTestOptions, contractTests } from '../../contract-tests/vitest.ts';

/**
 * Starts a mock before the first test of the file or `describe` that calls it, resets it after each test, and closes it
 * after the last.
 *
 * @returns the mock, for use inside tests and hooks
 *
 * @example
 * import { expect, test } from 'vitest';
 * import { useMock } from 'chat-contract/vitest';
 *
 * const mock = useMock({ speed: 'max' });
 *
 * test('a busy service', async () => {
 *   mock.next({ operation: 'listSessions', fault: 'answer-503' });
 *   const headers = { authorization: `Bearer ${mock.token}` };
 *   expect((await fetch(`${mock.url}/api/v1/chat`, { headers })).status).toBe(503);
 * });
 */
export function useMock(options: StartOptions = {}): RunningMock {
  return registerMock({ beforeAll, afterEach, afterAll }, options);
}
