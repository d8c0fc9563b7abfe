import { type RunningMock, type StartOptions, startMock } from '../../mock/node/start-mock.ts';

/** The hooks of a test runner. */
export interface Hooks {
  beforeAll(hook: () => Promise<void>): unknown;
  afterEach(hook: () => Promise<void>): unknown;
  afterAll(hook: () => Promise<void>): unknown;
}

/** Starts a mock before the first test of a file or group, resets it after each test, and closes it after the last. */
export function registerMock(hooks: Hooks, options: StartOptions = {}): RunningMock {
  let running: RunningMock | undefined;
  const started = (): RunningMock => {
    if (running) return running;
    throw new Error('The mock of useMock() is not running. Use it inside a test or a hook.');
  };
  hooks.beforeAll(async () => {
    running = await startMock(options);
  });
  hooks.afterEach(async () => running?.reset());
  hooks.afterAll(async () => {
    await running?.close();
    running = undefined;
  });
  return new Proxy({} as RunningMock, { get: (_, name) => started()[name as keyof RunningMock] });
}
