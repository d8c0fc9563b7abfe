import { excerpt } from '../../src/shared/excerpt.ts';
import { describeNames } from '../../src/shared/nearest-name.ts';
import type { Speed } from '../control/settings.ts';
import type { Fault } from '../faults/fault.ts';
import { readFaultChoice } from '../faults/fault-choice.ts';
import { type Pace, readPace } from '../scenarios/pace.ts';
import { problem, type RequestProblem } from './request-problem.ts';

/** What a request's `Prefer` header (RFC 7240) asks of the mock. */
export interface Preference {
  /** The status whose example is wanted. */
  code?: number;
  /** The named example that is wanted. */
  example?: string;
  /** An answer made up from the schema. */
  dynamic?: boolean;
  /** The scenario that is wanted, and who says so. */
  scenario?: { name: string; by: string };
  /** How the stream is timed, in place of what its scenario says. */
  pace?: Pace;
  /** How fast the turn is played; only a test or the console asks for it, through what comes next. */
  speed?: Speed;
  faults: string[];
  problems: RequestProblem[];
}

/** The names that a preference may take. */
export interface KnownNames {
  scenarios: readonly string[];
  faults: ReadonlyMap<string, Fault>;
}

/**
 * Reads `code=404, example=NAME, dynamic=true, scenario=NAME, pace="ttft=400ms rate=40/s", fault=NAME`. Preferences that the mock does not know are
 * ignored (RFC 7240, section 2); values that it cannot take become problems.
 */
export function readPreference(header: string | undefined, known: KnownNames): Preference {
  const preference: Preference = { faults: [], problems: [] };
  if (header === undefined) return preference;
  for (const [name, value] of pairsIn(header)) {
    if (name === 'code') {
      if (/^[1-5]\d\d$/.test(value)) preference.code = Number(value);
      else preference.problems.push(bad(name, value, 'it must be a status of three digits, such as 404'));
    } else if (name === 'example') {
      if (value !== '') preference.example = value;
      else preference.problems.push(bad(name, value, 'it must be the name of an example'));
    } else if (name === 'dynamic') {
      if (value === 'true' || value === 'false' || value === '') preference.dynamic = value !== 'false';
      else preference.problems.push(bad(name, value, 'it must be true or false'));
    } else if (name === 'scenario') {
      if (known.scenarios.includes(value)) preference.scenario = { name: value, by: 'Prefer header' };
      else
        preference.problems.push(bad(name, value, describeNames(value, known.scenarios, 'chat-contract mock --list')));
    } else if (name === 'pace') {
      const pace = readPace(value);
      if (typeof pace !== 'string') preference.pace = pace;
      else preference.problems.push(bad(name, value, pace));
    } else if (name === 'fault') {
      const choice = readFaultChoice(value, known.faults);
      if (typeof choice !== 'string') preference.faults.push(value);
      else preference.problems.push(bad(name, value, choice));
    }
  }
  return preference;
}

/** True where an example or a made-up answer is wanted and not a live one. */
export function asksForExample(preference: Preference): boolean {
  return preference.code !== undefined || preference.example !== undefined || preference.dynamic === true;
}

function pairsIn(header: string): [name: string, value: string][] {
  return header.split(/[,;]/).map((part) => {
    const [name = '', ...value] = part.split('=');
    return [
      name.trim().toLowerCase(),
      value
        .join('=')
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    ];
  });
}

function bad(name: string, value: string, wanted: string): RequestProblem {
  return problem('header', 'preference', {
    loc: ['header', 'prefer'],
    msg: `Prefer: ${name}=${excerpt(value, 60)} is not known; ${wanted}.`,
    type: `unknown_${name}`,
  });
}
