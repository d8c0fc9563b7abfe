import type { RunningMock, StartOptions } from '../../mock/node/start-mock.ts';
import { type Hooks, registerMock } from './use-mock.ts';

/**
 * Starts a mock before the first test of the file or `describe` that calls it, resets it after each test, and closes it
 * after the last. It uses the global hooks of Jest.
 *
 * @returns the mock, for use inside tests and hooks
 * @throws {Error} if there are no global hooks
 *
 * @example
 * import { useMock } from 'chat-contract/jest';
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
  const { beforeAll, afterEach, afterAll } = globalThis as unknown as Partial<Hooks>;
  if (!beforeAll || !afterEach || !afterAll) {
    throw new Error('useMock() of chat-contract/jest needs the global hooks of Jest. Call it in a test file.');
  }
  return registerMock({ beforeAll, afterEach, afterAll }, options);
}
