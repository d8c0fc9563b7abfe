import { isObject } from '../../src/shared/json.ts';
import { describeNames } from '../../src/shared/nearest-name.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { Fault } from '../faults/fault.ts';
import { readFaultChoice } from '../faults/fault-choice.ts';
import { readPace } from '../scenarios/pace.ts';

/** The defaults for all requests of a sandbox. */
export interface Settings {
  /** The default scenario. */
  scenario?: string;
  /** Active faults, with their values: `latency:200`. */
  faults: readonly string[];
  /** Playback speed multiplier; `max` for no delays. */
  speed: Speed;
  /** Timing of all streams, overriding their scenarios: `ttft=400ms rate=40/s jitter=0.2`. */
  pace?: string;
}

export type Speed = number | 'max';

/** The valid names in settings and preferences. */
export interface KnownNames {
  scenarios: readonly string[];
  faults: ReadonlyMap<string, Fault>;
}

const fields = ['scenario', 'faults', 'speed', 'pace'];

/** Validates a change of settings. @throws {UsageError} naming the invalid value */
export function readSettings(change: unknown, { scenarios, faults }: KnownNames): Partial<Settings> {
  if (!isObject(change))
    throw new UsageError('Settings must be an object with any of scenario, faults, speed and pace.');
  const unknown = Object.keys(change).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`Unknown setting ${JSON.stringify(unknown)}. Expected ${fields.join(', ')}.`);
  }
  if (change.scenario !== undefined) checkName('scenario', change.scenario, scenarios);
  if (change.speed !== undefined) checkSpeed(change.speed);
  if (change.pace !== undefined && change.pace !== '') checkPace(change.pace);
  if (change.faults !== undefined) {
    if (!Array.isArray(change.faults)) throw new UsageError('faults must be a list of names.');
    for (const fault of change.faults) checkFault(fault, faults);
  }
  return change as Partial<Settings>;
}

/** @throws {UsageError} if the name is unknown */
export function checkName(kind: string, name: unknown, known: readonly string[]): void {
  if (known.includes(name as string)) return;
  const names = describeNames(String(name), known, 'chat-contract mock --list');
  throw new UsageError(`Unknown ${kind} ${JSON.stringify(name)}. ${names}`);
}

/** @throws {UsageError} if the fault is unknown or has an invalid value */
export function checkFault(name: unknown, faults: ReadonlyMap<string, Fault>): void {
  const choice = typeof name === 'string' ? readFaultChoice(name, faults) : 'Expected a name.';
  if (typeof choice === 'string') throw new UsageError(`Invalid fault ${JSON.stringify(name)}. ${choice}`);
}

/** @throws {UsageError} if the pace is invalid */
export function checkPace(pace: unknown): void {
  const read = typeof pace === 'string' ? readPace(pace) : 'A pace must be a string.';
  if (typeof read === 'string') throw new UsageError(read);
}

/** @throws {UsageError} if it is neither a number of at least 0 nor `max` */
export function checkSpeed(speed: unknown): void {
  if (speed === 'max' || (typeof speed === 'number' && Number.isFinite(speed) && speed >= 0)) return;
  throw new UsageError(`The speed ${JSON.stringify(speed)} must be a number of at least 0, or max.`);
}

/** The speed as a factor; `Infinity` for no delays. */
export function factorOf(speed: Speed): number {
  return speed === 'max' || speed === 0 ? Number.POSITIVE_INFINITY : speed;
}
