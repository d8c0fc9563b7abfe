import { createTransport, type Transport } from '../../contract-tests/run/http/transport.ts';
import type { RunOptions } from '../../contract-tests/run/run-options.ts';
import type { Mock } from '../../mock/index.ts';

/** Any URL: requests to it are passed to the mock's function. */
export const inProcessUrl = 'http://mock.invalid';

/** Connects a run of the contract tests to a mock without a socket. */
export function connectTo(mock: Mock): (options: RunOptions, signal: AbortSignal) => Transport {
  return (options, signal) => createTransport(options, signal, (url, init) => mock.fetch(new Request(url, init)));
}
