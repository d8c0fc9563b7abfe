import { equal } from '../../src/shared/equal.ts';
import type { Fault, FaultBehaviour, FaultLine } from './fault.ts';
import { readFaultChoice } from './fault-choice.ts';

/** The faults of one sandbox. Behaviours are created on first use and reused. */
export interface FaultSet {
  /** The faults of one request. @param choices names with their values: `latency:200` */
  lineOf(choices: readonly string[]): FaultLine;
}

interface Active {
  /** As selected: `latency:200`. */
  name: string;
  behaviour: FaultBehaviour;
  rank: number;
}

/** @param faults the faults that can be selected */
export function createFaultSet(faults: ReadonlyMap<string, Fault>): FaultSet {
  const known = new Map<string, Active>();
  const order = [...faults.keys()];
  const activate = (name: string): Active => {
    const active = known.get(name);
    if (active) return active;
    const choice = readFaultChoice(name, faults);
    const behaviour = typeof choice === 'string' ? {} : choice.fault.behaviour(...choice.values);
    const made = { name, behaviour, rank: typeof choice === 'string' ? 0 : order.indexOf(choice.fault.name) };
    // Clients choose the values, so the number of choices is unbounded.
    if (known.size < 1000) known.set(name, made);
    return made;
  };
  return {
    lineOf(choices) {
      if (choices.length === 0) return correctLine;
      // In the order of the list, not of the request: faults that change content act before faults that split it.
      return createLine([...new Set(choices)].map(activate).sort((left, right) => left.rank - right.rank));
    },
  };
}

const correctLine: FaultLine = { at: (_, value) => value, touched: new Set(), on: [] };

/** Each fault receives the value that the previous one returned. Faults that changed it are recorded. */
function createLine(actives: readonly Active[]): FaultLine {
  const touched = new Set<string>();
  return {
    touched,
    on: actives.map(({ name }) => name),
    at(point, value, context) {
      let result = value;
      for (const { name, behaviour } of actives) {
        const change = behaviour[point];
        if (!change) continue;
        const changed = change(result, context);
        if (changed !== result && !equal(changed, result)) touched.add(name);
        result = changed;
      }
      return result;
    },
  };
}
