import { isObject } from '../../src/shared/json.ts';
import { describeNames } from '../../src/shared/nearest-name.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { Fault } from '../faults/fault.ts';
import { readFaultChoice } from '../faults/fault-choice.ts';
import { readPace } from '../scenarios/pace.ts';

/** What holds for every request of a sandbox, where the request itself asks for nothing else. */
export interface Settings {
  /** What turns play. */
  scenario?: string;
  /** Faults that are on, with their values: `latency:200`. */
  faults: readonly string[];
  /** How many times faster than written turns are played; `max` for no waiting. */
  speed: Speed;
  /** How streams are timed, in place of what their scenarios say: `ttft=400ms rate=40/s jitter=0.2`. */
  pace?: string;
}

export type Speed = number | 'max';

/** The names that settings may take. */
export interface SettingNames {
  scenarios: readonly string[];
  faults: ReadonlyMap<string, Fault>;
}

const fields = ['scenario', 'faults', 'speed', 'pace'];

/** A change of settings, from wherever it may come. @throws {UsageError} naming the value that is wrong */
export function readSettings(change: unknown, { scenarios, faults }: SettingNames): Partial<Settings> {
  if (!isObject(change)) throw new UsageError('Settings are {"scenario", "faults", "speed", "pace"}, or some of them.');
  const unknown = Object.keys(change).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no setting ${JSON.stringify(unknown)}; there are ${fields.join(', ')}.`);
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

/** @throws {UsageError} where a name is not one of those */
export function checkName(kind: string, name: unknown, known: readonly string[]): void {
  if (known.includes(name as string)) return;
  const names = describeNames(String(name), known, 'chat-contract mock --list');
  throw new UsageError(`There is no ${kind} ${JSON.stringify(name)}; ${names}.`);
}

/** @throws {UsageError} where a fault is not known, or a value behind it is wrong */
export function checkFault(name: unknown, faults: ReadonlyMap<string, Fault>): void {
  const choice = typeof name === 'string' ? readFaultChoice(name, faults) : 'it must be a name';
  if (typeof choice === 'string') throw new UsageError(`There is no fault ${JSON.stringify(name)}; ${choice}.`);
}

/** @throws {UsageError} if it is not a pace */
export function checkPace(pace: unknown): void {
  const read = typeof pace === 'string' ? readPace(pace) : 'A pace is a text.';
  if (typeof read === 'string') throw new UsageError(read);
}

/** @throws {UsageError} where it is neither a number from 0 up nor `max` */
export function checkSpeed(speed: unknown): void {
  if (speed === 'max' || (typeof speed === 'number' && Number.isFinite(speed) && speed >= 0)) return;
  throw new UsageError(`The speed ${JSON.stringify(speed)} must be a number from 0 up, or max.`);
}

/** How many times faster turns are played; `Infinity` for no waiting. */
export function factorOf(speed: Speed): number {
  return speed === 'max' || speed === 0 ? Number.POSITIVE_INFINITY : speed;
}
