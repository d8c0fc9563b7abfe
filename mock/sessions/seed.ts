import type { Contract } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import demo from '../seeds/demo.json' with { type: 'json' };
import { jobMetadataOf, type SessionEvent, type StoredSession } from './session.ts';
import type { SessionStore } from './session-store.ts';
import { formatMicroseconds } from './timestamps.ts';

/** The initial sessions of a mock. */
export interface Seed {
  sessions: SeedSession[];
}

/** One session of a seed. Its `job_metadata` is derived from its last `stop`. */
export interface SeedSession {
  session_id: string;
  /** Minutes between the last update and the start of the mock. */
  minutes_ago: number;
  generated_title?: string | null;
  index_ids?: string[] | null;
  events?: SessionEvent[];
  /** The project of the session (default: the default project). */
  project_id?: string;
}

/**
 * Loads a seed and checks it against the contract.
 *
 * @param seed `demo`, `none`, the path of a JSON file, or the seed itself
 * @throws {UsageError} if it cannot be read or is invalid, with the location of the problem
 */
export function readSeed(seed: string | Seed, { contract, validate, readFile }: SeedParts): Seed {
  if (seed === 'none') return { sessions: [] };
  // Checked by a test; checking it at every start would take longer than the rest of the start.
  if (seed === 'demo') return demo as unknown as Seed;
  if (typeof seed !== 'string') return checkSeed(seed, 'given', contract, validate);
  const value = parseJson(readText(seed, readFile));
  if (value === undefined) throw new UsageError(`The seed ${seed} is not JSON.`);
  return checkSeed(value, seed, contract, validate);
}

/** The parts that load and check a seed. */
export interface SeedParts {
  contract: Contract;
  validate: SchemaValidator;
  /** `undefined` in a browser. */
  readFile?: ((file: string) => string) | undefined;
}

/** Stores the sessions of a seed, with timestamps relative to now. */
export async function plantSeed(seed: Seed, store: SessionStore, clock: Clock): Promise<void> {
  const oldestFirst = seed.sessions.toSorted((left, right) => right.minutes_ago - left.minutes_ago);
  const count = oldestFirst.length;
  for (const [index, session] of oldestFirst.entries()) {
    // A microsecond apart, so that all timestamps are distinct.
    const updated = Math.floor(clock.now() * 1000 - session.minutes_ago * 60_000_000) - (count - index);
    await store.set(session.project_id?.toLowerCase() ?? 'default', toStored(session, formatMicroseconds(updated)));
  }
}

function toStored(seed: SeedSession, updatedAt: string): StoredSession {
  const events = seed.events ?? [];
  const stop = events.findLast((event) => event.type === 'stop');
  return {
    session_id: seed.session_id,
    last_updated_at: updatedAt,
    generated_title: seed.generated_title ?? null,
    index_ids: seed.index_ids ?? null,
    job_metadata: stop ? jobMetadataOf(stop) : null,
    events,
  };
}

function readText(file: string, readFile: SeedParts['readFile']): string {
  if (!readFile) throw new UsageError(`Unknown seed ${file}. Expected demo, none or {"sessions": [...]}.`);
  try {
    return readFile(file);
  } catch (error) {
    const { code } = error as { code?: string };
    throw new UsageError(`Cannot read the seed ${file} (${code}). Expected a JSON file, demo or none.`);
  }
}

function checkSeed(value: unknown, name: string, contract: Contract, validate: SchemaValidator): Seed {
  if (!isObject(value) || !Array.isArray(value.sessions)) {
    throw new UsageError(`The seed ${name} must be {"sessions": [...]}.`);
  }
  const ids = new Set<unknown>();
  for (const [index, session] of value.sessions.entries()) {
    const place = `sessions[${index}]`;
    const problem = problemOf(session, contract, validate);
    if (problem) throw new UsageError(`The seed ${name} is invalid at ${place}${problem}.`);
    if (ids.has(session.session_id)) {
      throw new UsageError(`The seed ${name} is invalid at ${place}.session_id: ${session.session_id} is a duplicate.`);
    }
    ids.add(session.session_id);
  }
  return value as unknown as Seed;
}

/** Maximum age in minutes: JavaScript dates do not reach back without limit. */
const hundredYears = 52_560_000;

/** The first problem of a session in a seed, with its location. */
function problemOf(session: unknown, contract: Contract, validate: SchemaValidator): string | undefined {
  if (!isObject(session)) return ' must be an object';
  const { minutes_ago: minutesAgo, project_id: projectId, ...rest } = session;
  if (typeof minutesAgo !== 'number' || !(minutesAgo >= 0 && minutesAgo <= hundredYears)) {
    return `.minutes_ago must be a number from 0 to ${hundredYears}`;
  }
  if (projectId !== undefined && typeof projectId !== 'string') return '.project_id must be a string';
  const operation = contract.operations.find((candidate) => candidate.id === 'getSession');
  const schema = operation?.responses['200']?.content['application/json']?.schema;
  if (!schema) return undefined;
  const violation = validate(schema, { events: [], last_updated_at: '2026-01-01T00:00:00Z', ...rest })[0];
  if (!violation) return undefined;
  const steps = violation.at.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `${steps} ${violation.message}`;
}
