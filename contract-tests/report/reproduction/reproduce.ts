import type { Contract } from '../../../src/openapi/contract.ts';
import { rules } from '../../rules/index.ts';
import { chat, isChatApi } from '../../rules/support/chat-api.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import { isTurn } from '../../run/run.ts';
import { creationLine, deletionLine } from './creation-lines.ts';
import { exchangeLine, type Identified } from './curl-line.ts';
import { type NeededSessions, walkLines, withSessions } from './list-lines.ts';
import { changeLine, isInItem, withListed, withPlainCreation } from './other-api-lines.ts';
import {
  type CreatedResource,
  createdBefore,
  createdBy,
  createdWith,
  createScene,
  identify,
  type Scene,
  type ShownViolation,
  variableOf,
} from './scene.ts';
import { isReadingAfterTurn, lifeLines, numberOf } from './session-lines.ts';

/**
 * Lines of bash or zsh that reproduce a violation: they create the state, send the request, and delete what they
 * created. The credential is a variable, so the lines are safe to share.
 */
export function reproduce(seen: Observations, contract: Contract, violation: ShownViolation): string {
  const { exchange } = violation;
  const scene = createScene(seen, contract);
  const created = createdBefore(scene, exchange);
  if (created.length > 0) return withCreated(scene, violation, created).join('\n');
  const walk = seen.walks.find(({ pages }) => pages.some(({ number }) => number === exchange.number));
  const lines = walk ? walkLines(scene, walk, exchange) : requestLines(scene, exchange);
  const sessions = sessionsFor(scene, violation);
  return (sessions ? withSessions(scene, exchange, sessions, lines) : withListed(scene, violation, lines)).join('\n');
}

/** The request of a violation as one curl command, with variables for the ids of created resources. */
export function requestLine(seen: Observations, contract: Contract, exchange: Exchange): string {
  const scene = createScene(seen, contract);
  return exchangeLine(scene.target, exchange, { ids: identify(createdBefore(scene, exchange)) });
}

/** The request itself, and the deletion of what it creates. */
function requestLines(scene: Scene, exchange: Exchange): string[] {
  const created = createdBy(scene, exchange);
  if (!created?.resource.delete) return [exchangeLine(scene.target, exchange)];
  const variable = variableOf([created], 0);
  return [creationLine(scene, created, variable, '-si'), deletionLine(scene, created, variable) ?? ''];
}

/** The sessions without which the list does not show a violation. */
function sessionsFor(scene: Scene, { rule: id, exchange, message }: ShownViolation): NeededSessions | undefined {
  if (exchange.operation !== chat.list || !isWellFormed(scene, exchange)) return undefined;
  const { family } = rules.find((rule) => rule.id === id) ?? {};
  if (family === 'list') return { least: 3, turn: aboutTurns.includes(id) };
  if (family === 'sessions') return { least: 1, turn: false };
  return isInItem(id, message) ? { least: 1, turn: message.includes('job_metadata') } : undefined;
}

/** Rules about the list that a turn may change. */
const aboutTurns = ['list-newest-first', 'list-item-equals-summary'];

/** False if the request itself is the evidence: it is invalid, or its credential is. */
function isWellFormed({ seen, contract }: Scene, { case: own, credential, operation, number }: Exchange): boolean {
  const isGenerated = seen.generated.some(({ kind, exchange }) => kind === 'invalid' && exchange.number === number);
  const isCorrect = credential === 'valid' || credential === 'lower-case-scheme';
  return own.kind !== 'invalid' && !isGenerated && isCorrect && contract.operations.some(({ id }) => id === operation);
}

/** A request to a created resource, in the state that it had. */
function withCreated(scene: Scene, violation: ShownViolation, used: readonly CreatedResource[]): string[] {
  const { seen, contract, target } = scene;
  const { exchange } = violation;
  const created = used.map((one) => withPlainCreation(scene, one, violation));
  const ids = identify(created);
  const [session] = ids;
  const hasLife = isWellFormed(scene, exchange);
  const other = otherLife(scene, exchange);
  const otherId = other && { id: other.id, variable: 'OTHER_ID' };
  const lives = [
    ...(hasLife && session ? lifeLines(scene, exchange, session) : []),
    ...(isChatApi(contract) ? [] : changeLine(scene, violation, ids)),
    ...(otherId
      ? lookFirst(lifeLines(scene, { ...exchange, session: otherId.id }, otherId), scene, exchange, ids)
      : []),
  ];
  const all = [...created, ...(other ? [other] : [])];
  const variables = [...ids, ...(otherId ? [otherId] : [])].map(({ variable }) => variable);
  return [
    ...all.map((one, index) =>
      creationLine(
        scene,
        one,
        variables[index] ?? '',
        index === 0 && isReadingAfterTurn(seen, exchange) ? '-s' : undefined,
      ),
    ),
    ...lives,
    ...(meetLines(scene, exchange, ids) ?? [exchangeLine(target, exchange, { ids })]),
    ...nextLines(scene, exchange, ids),
    ...all.flatMap((one, index) => deletionLine(scene, one, variables[index] ?? '') ?? []),
  ];
}

/** The session that was used or deleted before another one was checked for changes. */
function otherLife(scene: Scene, exchange: Exchange): CreatedResource | undefined {
  const { bystanders, survivors, sessions } = scene.seen;
  const readings = [...bystanders, ...survivors.map(({ exchange: reading }) => reading)];
  if (!readings.some(({ number }) => number === exchange.number)) return undefined;
  const used = sessions.find(({ role, id }) => role === 'main' && id !== undefined && id !== exchange.session);
  return used?.id === undefined ? undefined : createdWith(scene, used.id);
}

/** Reads the session before another one is deleted. */
function lookFirst(lines: string[], { target }: Scene, exchange: Exchange, ids: readonly Identified[]): string[] {
  const deletion = lines.findIndex((line) => line.includes(' -X DELETE '));
  if (deletion < 0) return lines;
  return lines.toSpliced(deletion, 0, `${exchangeLine(target, exchange, { flags: ['-s'], ids })} > /dev/null`);
}

/** A turn that is sent during another one, as soon as that one has sent its first line. */
function meetLines({ seen, target }: Scene, exchange: Exchange, ids: readonly Identified[]): string[] | undefined {
  const overlap = seen.overlaps.find(({ second }) => numberOf(second) === exchange.number);
  if (!overlap) return undefined;
  const running = exchangeLine(target, overlap.running.exchange, { flags: ['-sN'], ids });
  const second = exchangeLine(target, exchange, { ids });
  return [`${running} | { read -r line; exec 3<&0; cat <&3 > /dev/null & ${second}; wait; }`];
}

/** The turn that was sent after the client had disconnected from one. */
function nextLines({ seen, target }: Scene, exchange: Exchange, ids: readonly Identified[]): string[] {
  const departure = seen.departures.find(({ history }) => history.at(-1)?.number === exchange.number);
  const { next } = departure ?? {};
  return next === undefined || isTurn(next) ? [] : [exchangeLine(target, next, { ids })];
}
