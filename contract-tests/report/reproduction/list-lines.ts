import type { Exchange } from '../../run/http/exchange.ts';
import type { Walk } from '../../run/observations.ts';
import type { Turn } from '../../run/turn.ts';
import { creationsLine, deletionLine, textFieldOf } from './creation-lines.ts';
import { exchangeLine } from './curl-line.ts';
import { type CreatedResource, createdWith, type Scene } from './scene.ts';
import { lifeLines } from './session-lines.ts';

/** The properties of the list that show a violation. */
export interface NeededSessions {
  /** A list with fewer than three sessions has no order, and no second page. */
  least: number;
  /** True if a turn matters. */
  turn: boolean;
}

/** Lines that fill the list with a session of each kind that the run had created, run `lines`, and delete them. */
export function withSessions(
  scene: Scene,
  exchange: Exchange,
  { least, turn }: NeededSessions,
  lines: readonly string[],
): string[] {
  const kinds = kindsBefore(scene, exchange);
  const [first] = kinds;
  if (!first) return [...lines];
  const times = Math.ceil(least / kinds.length);
  const deletion = deletionLine(scene, first, 'SESSION_ID');
  return [
    creationsLine(scene, kinds, times, 'SESSIONS'),
    ...(turn ? turnLines(scene, exchange) : []),
    ...lines,
    ...(deletion ? [`for SESSION_ID in $(printf %s "$SESSIONS"); do ${deletion}; done`] : []),
  ];
}

/** One created session for each body of a creation. */
function kindsBefore(scene: Scene, { number }: Exchange): CreatedResource[] {
  const kinds = new Map<string, CreatedResource>();
  for (const { id, role, create } of scene.seen.sessions) {
    if (role === 'found' || id === undefined || create.number > number) continue;
    const created = createdWith(scene, id);
    const body = create.request.body ?? '';
    if (created && (!kinds.has(body) || id === firstTurn(scene, number)?.session)) kinds.set(body, created);
  }
  // A turn uses the last of the sessions: its indexes must be those of the turn.
  const used = firstTurn(scene, number)?.session;
  return [...kinds.values()].sort((one, other) => Number(one.id === used) - Number(other.id === used));
}

function firstTurn({ seen }: Scene, before: number): Turn | undefined {
  return seen.turns.find(({ ended, exchange }) => ended === 'closed' && exchange.number < before);
}

/** A turn on the last of the sessions, if the run had completed one. */
function turnLines(scene: Scene, { number }: Exchange): string[] {
  const turn = firstTurn(scene, number);
  if (!turn) return [];
  const id = { id: turn.session, variable: 'SESSION_ID' };
  const line = exchangeLine(scene.target, turn.exchange, { flags: ['-sN'], ids: [id] });
  return ['SESSION_ID=${SESSIONS##*[[:space:]]}', ...lifeLines(scene, turn.exchange, id), `${line} > /dev/null`];
}

/** Lines that follow the list from its first page and print each. A token is valid only in its own walk. */
export function walkLines({ target }: Scene, { pages }: Walk, exchange: Exchange): string[] {
  const place = pages.findIndex(({ number }) => number === exchange.number);
  const [first] = pages;
  if (!first || place <= 0) return [exchangeLine(target, exchange)];
  const line = exchangeLine(target, first, { flags: ['-s'] });
  return [
    `PAGE=$(${line}); printf '%s\\n' "$PAGE"`,
    `for i in $(seq ${pages.length}); do PAGE_TOKEN=$(printf %s "$PAGE" | ${textFieldOf('next_page_token')}); [ -n "$PAGE_TOKEN" ] || break; PAGE=$(${line} -G --data-urlencode "page_token=$PAGE_TOKEN"); printf '%s\\n' "$PAGE"; done`,
  ];
}
