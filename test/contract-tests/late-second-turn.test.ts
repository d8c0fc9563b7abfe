import { expect, test } from 'vitest';
import { createTransport } from '../../contract-tests/run/http/transport.ts';
import { brokenServers } from '../lab/broken.ts';
import type { Override } from '../lab/reference/behaviour.ts';
import { laboratoryToken, startServer } from '../lab/reference-server.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';

/** Longer than a turn of the reference server. */
const late = 900;

/** The rules that are violated if each second turn is too late to overlap. */
async function judgeWithLateTurns(override?: Override): Promise<string[]> {
  const server = await startServer(override);
  try {
    const { outcomes } = await runContract(
      server.url,
      { token: laboratoryToken, rules: ['abandoned-turn-kept', 'valid-request-accepted'] },
      {
        connect: (options, signal) => {
          const send = createTransport(options, signal);
          return async (request) => {
            if (request.body?.includes('And now something else.')) await new Promise((done) => setTimeout(done, late));
            return send(request);
          };
        },
      },
    );
    return brokenRules(outcomes);
  } finally {
    await server.close();
  }
}

test('treats a second turn that was too late to overlap as a turn whose client disconnected', async () => {
  const deletes = brokenServers.find(({ name }) => name === 'abandoned/session deleted');
  expect(await judgeWithLateTurns(deletes?.override)).toEqual(['abandoned-turn-kept']);
  expect(await judgeWithLateTurns()).toEqual([]);
});
