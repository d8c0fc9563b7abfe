import { excerpt } from '../../shared/excerpt.ts';
import { type Check, type CheckContext, trim } from './check.ts';
import { deepEqual } from './deep-equal.ts';
import { compileKey, type KeyReading, outerKey } from './key.ts';
import type { SameRule } from './protocol.ts';
import {
  compilePointer,
  compileSelector,
  compileVisit,
  type EventHandler,
  inTurn,
  matchesAny,
  type Scope,
} from './selector.ts';

/** Checks that places hold the same value for the same key. */
export function checkSame(same: SameRule, context: CheckContext): Check {
  const values = new Map<unknown, unknown>();
  const groups = new Map<unknown, Set<unknown>>();
  const grouping = Math.max(0, ...same.places.map(partsOutsideArrays));
  const owner = { name: nameOfSame(same), ...(same.provenance ? { provenance: same.provenance } : {}) };
  let exercised = false;
  const report = (message: string, expected: string, received: string) =>
    context.report({ rule: 'field-same', owner, message, expected, received });

  const remember = (id: unknown, value: unknown, scope: Scope, key: KeyReading) => {
    values.set(id, value);
    trim(values);
    if (grouping === 0) return;
    const group = outerKey(key, grouping)(scope);
    groups.set(group, (groups.get(group) ?? new Set()).add(id));
    trim(groups);
  };

  /** The earlier keys that a complete place must contain; only those of its group, if its key has one. */
  const earlierKeys = (event: unknown, key: KeyReading): Set<unknown> => {
    if (grouping === 0) return new Set(values.keys());
    return new Set(groups.get(outerKey(key, grouping)({ nodes: [event], indices: [] })));
  };

  const handlerOf = (place: SameRule['places'][number], type: string): EventHandler | undefined => {
    const reading = compilePointer(place.at);
    const key = compileKey(place.key, context.compiled);
    let before: Set<unknown> | undefined;
    let seen: Set<unknown> | undefined;
    const visit = (scope: Scope) => {
      const value = reading.read(scope);
      if (value === undefined || value === null) return;
      const id = key.read(scope);
      if (id === undefined) return;
      seen?.add(id);
      exercised = true;
      const earlier = values.get(id);
      if (earlier === undefined) {
        remember(id, value, scope, key);
        if (before && place.complete === true && !context.unsure)
          report(`${owner.name} was not in the stream before.`, 'an earlier one', excerpt(value));
      } else if (!deepEqual(earlier, value)) {
        const whose = place.key ? ` for ${key.show(scope)}` : '';
        const change = `from ${excerpt(earlier, 60)} to ${excerpt(value, 60)}`;
        report(`${owner.name} changes${whose} ${change}.`, excerpt(earlier), excerpt(value));
      }
    };
    const handler = compileVisit(place.on ?? '*', type, [reading, ...key.readings], visit);
    if (!place.complete || !handler) return handler;
    // Its array may be empty, so the event is selected without it.
    const selected = compileSelector(place.on ?? '*', type);
    return (event) => {
      if (!matchesAny(selected, event)) return;
      const contained = new Set<unknown>();
      const wanted = earlierKeys(event, key);
      [before, seen] = [wanted, contained];
      handler(event);
      if (wanted.size > 0) exercised = true;
      const missing = [...wanted].filter((id) => !contained.has(id)).length;
      if (missing === 0 || context.unsure) return;
      report(`${owner.name} is missing in ${type}.`, `all ${wanted.size}`, `${wanted.size - missing}`);
    };
  };
  return {
    subject: owner.name,
    on(type) {
      return inTurn(same.places.flatMap((place) => handlerOf(place, type) ?? []));
    },
    exercised: () => (exercised ? ['field-same'] : []),
  };
}

/** The name of a rule about equal places. */
export function nameOfSame({ name, places }: SameRule): string {
  return name ?? places[0]?.at ?? '';
}

/** The number of key parts of a complete place outside its array: its contents belong to these. */
function partsOutsideArrays({ complete, key }: SameRule['places'][number]): number {
  if (!complete) return 0;
  const pointers = [key ?? []].flat();
  const inside = pointers.findIndex((pointer) => compilePointer(pointer).frame.length > 0);
  return inside < 0 ? 0 : inside;
}
