import type { Clock } from '../../src/shared/clock.ts';
import { buildRequest } from './http/build-request.ts';
import { createLimit } from './http/limit.ts';
import type { Transport } from './http/transport.ts';
import type { Created } from './run.ts';
import type { RunOptions } from './run-options.ts';

/** Attempts to delete, and the milliseconds between them: a turn may still be running. */
const tries = { count: 4, apart: 500 };

/**
 * Deletes what a run created and did not delete itself, and nothing else.
 *
 * @returns what could not be deleted, each with the reason
 */
export async function cleanUp(
  options: RunOptions,
  created: ReadonlyMap<string, Created>,
  { transport, clock, userAgent }: { transport: Transport; clock: Clock; userAgent: string },
): Promise<{ session: string; reason: string }[]> {
  const limit = createLimit(options.concurrency);
  const removeOne = async ({
    id: session,
    resource,
    query,
  }: Created): Promise<{ session: string; reason: string } | undefined> => {
    const { delete: remove, parameter } = resource;
    if (!remove) return { session, reason: 'The contract has no deletion.' };
    const parts = { path: { [parameter]: session }, query };
    const { sent } = buildRequest(options, remove, parts, { credential: 'valid', method: undefined, userAgent });
    let reason = '';
    for (let attempt = 1; attempt <= tries.count; attempt += 1) {
      const response = await transport(sent);
      if ('kind' in response) reason = response.kind === 'aborted' ? 'The clean-up ran out of time.' : response.message;
      else {
        response.abort();
        if (response.status < 300 || response.status === 404) return undefined;
        reason = `The server returned ${response.status}.`;
      }
      if (attempt < tries.count) await clock.sleep(tries.apart);
    }
    return { session, reason };
  };
  const left = await Promise.all([...created.values()].map((one) => limit(() => removeOne(one))));
  return left.filter((one) => one !== undefined);
}
