import type { Clock } from '../../lib/clock.ts';
import type { RunOptions } from '../run-options.ts';
import { buildRequest } from './build-request.ts';
import { createLimit } from './limit.ts';
import type { Resource } from './resource.ts';
import type { Transport } from './transport.ts';

/** How often a deletion is tried, and how long is waited between, in milliseconds: a turn may still be running. */
const tries = { count: 4, apart: 500 };

/**
 * Deletes what a run created and did not delete itself, and nothing else.
 *
 * @returns what could not be deleted, each with the reason
 */
export async function cleanUp(
  options: RunOptions,
  created: ReadonlyMap<string, Record<string, string>>,
  {
    resource,
    transport,
    clock,
    userAgent,
  }: { resource?: Resource; transport: Transport; clock: Clock; userAgent: string },
): Promise<{ session: string; reason: string }[]> {
  const remove = resource?.delete;
  if (!resource || !remove)
    return [...created.keys()].map((session) => ({ session, reason: 'The contract has no deletion.' }));
  const limit = createLimit(options.concurrency);
  const request = (session: string, query: Record<string, string>) =>
    buildRequest(
      options,
      remove,
      { path: { [resource.parameter]: session }, query },
      { credential: 'valid', method: undefined, userAgent },
    ).sent;
  const removeOne = async (
    session: string,
    query: Record<string, string>,
  ): Promise<{ session: string; reason: string } | undefined> => {
    let reason = '';
    for (let attempt = 1; attempt <= tries.count; attempt += 1) {
      const response = await transport(request(session, query));
      if ('kind' in response) reason = response.message;
      else {
        response.abort();
        if (response.status < 300 || response.status === 404) return undefined;
        reason = `The server answered ${response.status}.`;
      }
      if (attempt < tries.count) await clock.sleep(tries.apart);
    }
    return { session, reason };
  };
  const left = await Promise.all([...created].map(([session, query]) => limit(() => removeOne(session, query))));
  return left.filter((one) => one !== undefined);
}
