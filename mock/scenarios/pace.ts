import type { FixtureStep } from '../streams/fixture.ts';

/** Timing of a stream without explicit waits. */
export interface Pace {
  /** Milliseconds before the first event. */
  ttft: number;
  /** Events per second after the first; `Infinity` for no waits. */
  rate: number;
  /** Maximum relative deviation of a wait from the mean, from 0 to 1. */
  jitter: number;
  /** Seed of the random waits, so that they are reproducible. */
  seed: number;
}

const expected = 'Expected "ttft=400ms rate=40/s jitter=0.2 seed=1", or some of these.';
const mostMilliseconds = 600_000;

/** Reads `ttft=400ms rate=40/s jitter=0.2 seed=1`. @returns an error message if it is invalid */
export function readPace(text: string): Pace | string {
  const pace: Pace = { ttft: 0, rate: Number.POSITIVE_INFINITY, jitter: 0, seed: 1 };
  for (const part of text.trim().split(/[\s,]+/)) {
    const [, name, value = ''] = /^(ttft|rate|jitter|seed)=(.+)$/.exec(part) ?? [];
    const number = name === undefined ? undefined : readValue(name as keyof Pace, value);
    if (number === undefined) return `${JSON.stringify(part)} is not part of a pace. ${expected}`;
    pace[name as keyof Pace] = number;
  }
  return pace;
}

function readValue(name: keyof Pace, text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|\/s)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (name === 'ttft') {
    const milliseconds = unit === 's' ? number * 1000 : number;
    return unit !== '/s' && milliseconds <= mostMilliseconds ? milliseconds : undefined;
  }
  if (name === 'rate') return (unit === '/s' || unit === '') && number >= 0.01 ? number : undefined;
  if (unit !== '') return undefined;
  if (name === 'jitter') return number <= 1 ? number : undefined;
  return Number.isInteger(number) ? number : undefined;
}

/**
 * Adds the waits of a pace to steps. Explicit waits before an event have precedence, unless `replace` is set.
 */
export function withPace(steps: readonly FixtureStep[], pace: Pace, { replace = false } = {}): FixtureStep[] {
  const random = createRandom(pace.seed);
  const paced: FixtureStep[] = [];
  let first = true;
  let written = false;
  for (const step of steps) {
    if (step.kind === 'wait') {
      written ||= !replace;
      if (!replace) paced.push(step);
      continue;
    }
    if (step.kind !== 'comment') {
      const mean = first ? pace.ttft : 1000 / pace.rate;
      const milliseconds = Math.round(mean * (1 + pace.jitter * (2 * random() - 1)));
      if (!written && milliseconds > 0) paced.push({ kind: 'wait', milliseconds });
      first = false;
      written = false;
    }
    paced.push(step);
  }
  return paced;
}

/** Mulberry32: seeded random numbers from 0 to 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
