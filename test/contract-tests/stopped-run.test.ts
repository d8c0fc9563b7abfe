import { expect, test } from 'vitest';
import type { Transport } from '../../contract-tests/run/http/transport.ts';
import { createMock } from '../../mock/index.ts';
import { connectTo, inProcessUrl } from '../support/in-process.ts';
import { runContract } from '../support/run-contract.ts';

test('stops the run if the server disappears, without any other violation', async () => {
  const mock = createMock({ token: 'the-right-token', speed: 'max', seed: 'none' });
  let creations = 0;
  const { report } = await runContract(
    inProcessUrl,
    {},
    {
      connect: (options, signal) => {
        const send = connectTo(mock)(options, signal);
        const transport: Transport = async (request) => {
          if (request.method !== 'POST' || !request.url.endsWith('/chat')) return send(request);
          creations += 1;
          // The sessions of the conversations, and the shared session of most requests.
          if (creations > 5) return { kind: 'unreachable', message: 'It is gone.' };
          return send({ ...request, headers: {} });
        };
        return transport;
      },
    },
  );
  expect(creations).toBeGreaterThan(5);
  expect(report.stopped).toMatch(/^Stopped at POST .*: It is gone\.$/);
  await mock.close();
});

test('does not check a response whose body was not read', async () => {
  const mock = createMock({ token: 'the-right-token', speed: 'max', seed: 'none' });
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let unread = 0;
  const { report } = await runContract(
    inProcessUrl,
    { rules: ['error-body-schema', 'wrong-method-refused'] },
    {
      connect: (options, signal) => {
        const send = connectTo(mock)(options, signal);
        const transport: Transport = async (request) => {
          if (request.method === 'PATCH' && request.url.endsWith('/title')) {
            setTimeout(stop, 50);
            return { kind: 'unreachable', message: 'It is gone.' };
          }
          const response = await send(request);
          if ('kind' in response || response.status !== 405) return response;
          unread += 1;
          async function* chunks() {
            await stopped;
            yield Buffer.from('{"detail":"Method Not Allowed"}');
          }
          return { ...response, chunks };
        };
        return transport;
      },
    },
  );
  expect(unread).toBeGreaterThan(0);
  expect(report.stopped).toMatch(/It is gone\.$/);
  expect(report.violations).toEqual([]);
  await mock.close();
});
