import { excerpt } from '../../src/shared/excerpt.ts';
import { describeNames } from '../../src/shared/nearest-name.ts';
import type { KnownNames, Speed } from '../control/settings.ts';
import { readFaultChoice } from '../faults/fault-choice.ts';
import { type Pace, readPace } from '../scenarios/pace.ts';
import { problem, type RequestProblem } from './request-problem.ts';

/** The preferences in a request's `Prefer` header (RFC 7240). */
export interface Preference {
  /** Return the example of this status. */
  code?: number;
  /** Return the example with this name. */
  example?: string;
  /** Return a response generated from the schema. */
  dynamic?: boolean;
  /** The selected scenario, and what selected it. */
  scenario?: { name: string; by: string };
  /** Timing of the stream, overriding its scenario. */
  pace?: Pace;
  /** Playback speed; only set by responses that a test or the console queued. */
  speed?: Speed;
  faults: string[];
  problems: RequestProblem[];
}

/**
 * Reads `code=404, example=NAME, dynamic=true, scenario=NAME, pace="ttft=400ms rate=40/s", fault=NAME`. Preferences
 * that the mock does not know are ignored (RFC 7240, section 2); invalid values become problems.
 */
export function readPreference(header: string | undefined, known: KnownNames): Preference {
  const preference: Preference = { faults: [], problems: [] };
  if (header === undefined) return preference;
  for (const [name, value] of pairsIn(header)) {
    if (name === 'code') {
      if (/^[1-5]\d\d$/.test(value)) preference.code = Number(value);
      else preference.problems.push(bad(name, value, 'Expected a three-digit status, such as 404.'));
    } else if (name === 'example') {
      if (value !== '') preference.example = value;
      else preference.problems.push(bad(name, value, 'Expected the name of an example.'));
    } else if (name === 'dynamic') {
      if (value === 'true' || value === 'false' || value === '') preference.dynamic = value !== 'false';
      else preference.problems.push(bad(name, value, 'Expected true or false.'));
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

/** True if the request prefers an example or a generated response. */
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

function bad(name: string, value: string, expected: string): RequestProblem {
  return problem('header', 'preference', {
    loc: ['header', 'prefer'],
    msg: `Invalid Prefer: ${name}=${excerpt(value, 60)}. ${expected}`,
    type: `unknown_${name}`,
  });
}
