import { chat } from '../rules/support/chat-api.ts';
import { countIn, ownSessions } from '../rules/support/list.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { Walk } from '../run/observations.ts';
import { limits } from '../run/run-options.ts';
import { nextToken, type Probe } from './probe.ts';

/** Maximum pages to read of one list. */
const longestWalk = 40;

/** Reads the list in small and in large pages, and requests a page above any maximum. */
export async function walkList(probe: Probe): Promise<void> {
  await Promise.all([
    walk(probe, 2, 'created'),
    walk(probe, 100, 'created'),
    askForLargePage(probe),
    forgeTokens(probe),
  ]);
}

/** Follows `next_page_token` to the end of the list, until the list repeats itself, or until the walk is too long. */
export async function walk({ run, seen }: Probe, pageSize: number, moment: Walk['moment']): Promise<Walk> {
  const result: Walk = { moment, pageSize, pages: [], cut: false };
  const { pages } = result;
  const mostTime = run.options.requestTimeout * limits.walkFactor;
  let token: string | undefined;
  do {
    const query = { page_size: String(pageSize), ...(token === undefined ? {} : { page_token: token }) };
    const page = await run.send(chat.list, { path: {}, query }, { purpose: `reads the list in pages of ${pageSize}` });
    pages.push(page);
    token = nextToken(page);
  } while (
    token !== undefined &&
    pages.length < longestWalk &&
    durationOf(pages) < mostTime &&
    !isCircle(result, ownSessions({ seen }, result))
  );
  result.cut = token !== undefined;
  seen.walks.push(result);
  return result;
}

function durationOf(pages: readonly Exchange[]): number {
  const [first] = pages;
  const last = pages.at(-1);
  return first && last ? last.startedAt + last.durationMs - first.startedAt : 0;
}

/** Sessions that others create during the walk may move a session to the next page, but not repeatedly. */
const mostSightings = 3;

/** True if the following pages would repeat. */
function isCircle(walk: Walk, own: readonly string[]): boolean {
  const tokens = walk.pages.map(nextToken);
  return new Set(tokens).size < tokens.length || own.some((session) => countIn(walk, session) > mostSightings);
}

async function askForLargePage({ run }: Probe): Promise<void> {
  await run.send(
    chat.list,
    { path: {}, query: { page_size: '10000' } },
    {
      purpose: 'has a page_size above any maximum',
      case: {
        kind: 'valid',
        constraint: {
          keyword: 'page-clamped',
          at: ['query', 'page_size'],
          text: 'is above the largest page',
          provenance: 'assumed',
        },
      },
    },
  );
}

/** Plausible tokens that the server did not issue. */
const forgedTokens = ['forged-page-token', '987654321', 'eyJvZmZzZXQiOjk4NzY1NDMyMX0'];

async function forgeTokens({ run }: Probe): Promise<void> {
  await Promise.all(
    forgedTokens.map((token) =>
      run.send(
        chat.list,
        { path: {}, query: { page_token: token } },
        {
          purpose: 'has an unknown page token',
          case: {
            kind: 'invalid',
            status: 422,
            constraint: {
              keyword: 'token-issued',
              at: ['query', 'page_token'],
              text: 'was never issued',
              provenance: 'assumed',
            },
          },
        },
      ),
    ),
  );
}
