import type { Fault } from '../../mock/faults/fault.ts';
import { readFaultChoice } from '../../mock/faults/fault-choice.ts';
import { anEvent, transportFaults } from '../../mock/faults/transport.ts';
import { type BodyFault, bodyFaults } from './body-faults.ts';

/** Faults for live traffic only, where events are known one at a time, not as a whole. */
const ownFaults: readonly Fault[] = [
  { name: 'drop-event', title: 'Event N of a stream is lost.', parameters: [anEvent], behaviour: () => ({}) },
  { name: 'repeat-event', title: 'Event N of a stream is sent twice.', parameters: [anEvent], behaviour: () => ({}) },
];

/** A burst would require buffering the whole stream, which the proxy never does. */
const notLive = ['all-at-once'];

/** The faults that act on live traffic, by name. */
export const liveFaults: ReadonlyMap<string, Fault> = new Map(
  [...transportFaults.filter(({ name }) => !notLive.includes(name)), ...ownFaults].map((fault) => [fault.name, fault]),
);

/** The body faults of these choices. @param choices names with values: `stall-after-event:2:500` */
export function bodyFaultsOf(choices: readonly string[]): BodyFault[] {
  return choices.flatMap((choice) => {
    const read = readFaultChoice(choice, liveFaults);
    if (typeof read === 'string') return [];
    return bodyFaults[read.fault.name]?.(...read.values) ?? [];
  });
}
