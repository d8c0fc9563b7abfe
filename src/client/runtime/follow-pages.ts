import type { Paging } from '../../openapi/operation-descriptor.ts';
import { ChatError } from './errors.ts';

/**
 * Yields the items of all pages. A page is requested once the previous one is used up.
 *
 * @throws {ChatError} if a page leads back to an earlier one: the list would never end
 */
export async function* followPages(
  operation: string,
  { token, next, items }: Paging,
  readPage: (query: Record<string, unknown>) => Promise<unknown>,
): AsyncGenerator<unknown, void, undefined> {
  const seen = new Set<unknown>();
  let at: unknown;
  do {
    if (seen.has(at)) throw new ChatError(operation, 'the pages repeat');
    seen.add(at);
    const page = (await readPage(at ? { [token]: at } : {})) as Record<string, unknown>;
    yield* page[items] as unknown[];
    at = page[next];
  } while (at);
}
