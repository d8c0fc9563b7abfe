import type { Operation } from '../../src/openapi/contract.ts';
import { handlers } from '../sessions/handlers/index.ts';
import { deriveFaults } from './derived/derive-faults.ts';
import type { Fault } from './fault.ts';
import { allFaults, generalFaults } from './index.ts';

/** The faults that can be selected, by name. */
export interface KnownFaults {
  faults: ReadonlyMap<string, Fault>;
  /** Replaces the faults that were derived from the previous document. */
  derive(): void;
}

/** @param given the faults to offer instead of those of the mock and the document */
export function createKnownFaults(
  given: ReadonlyMap<string, Fault> | undefined,
  operations: () => readonly Operation[],
): KnownFaults {
  const isChatApi = operations().some(({ id }) => handlers.has(id));
  const faults = new Map(given ?? (isChatApi ? allFaults : generalFaults));
  const derived = new Set<string>();
  const derive = () => {
    for (const name of derived) faults.delete(name);
    derived.clear();
    if (given) return;
    // The stream of the Chat API has its own faults.
    for (const fault of deriveFaults(operations().filter(({ id }) => id !== 'streamMessages'))) {
      if (faults.has(fault.name)) continue;
      faults.set(fault.name, fault);
      derived.add(fault.name);
    }
  };
  derive();
  return { faults, derive };
}
