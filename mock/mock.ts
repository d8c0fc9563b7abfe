import type { Mock, MockOptions } from './mock-options.ts';
import { nodePlatform } from './node/platform.ts';
import { createWebMock } from './web-mock.ts';

export type { Mock, MockOptions } from './mock-options.ts';
export type { DescribedScenario } from './scenarios/scenario.ts';

/**
 * Creates a mock without a port. Two mocks share nothing.
 *
 * @throws {UsageError} if a scenario, a fault, the speed or the seed is unknown
 *
 * @example
 * import { createMock } from 'chat-contract/mock';
 *
 * const mock = createMock({ speed: 'max' });
 * const headers = { authorization: 'Bearer any-token' };
 * const response = await mock.fetch(new Request('http://mock/api/v1/chat', { headers }));
 */
export function createMock(options: MockOptions = {}): Mock {
  return createWebMock(options, nodePlatform);
}
