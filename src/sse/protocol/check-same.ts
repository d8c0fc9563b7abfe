import { excerpt } from '../../shared/excerpt.ts';
import { type Check, type CheckContext, trim } from './check.ts';
import { deepEqual } from './deep-equal.ts';
import { compileKey } from './key.ts';
import type { SameRule } from './protocol.ts';
import { compilePointer, compileSelector } from './selector.ts';

/** Checks that places hold the same value for the same key. */
export function checkSame(same: SameRule, context: CheckContext): Check {
  const values = new Map<unknown, unknown>();
  const owner = { name: nameOfSame(same), ...(same.provenance ? { provenance: same.provenance } : {}) };
  let exercised = false;
  const report = (message: string, expected: string, received: string) =>
    context.report({ rule: 'field-same', owner, message, expected, received });

  const handlerOf = (place: SameRule['places'][number], type: string) => {
    const reading = compilePointer(place.at);
    const key = compileKey(place.key);
    const matchers = compileSelector(place.on ?? '*', type, [reading, ...key.readings]);
    if (matchers.length === 0) return undefined;
    return (event: unknown) => {
      const seen = place.complete ? new Set<unknown>() : undefined;
      const before = place.complete ? new Set(values.keys()) : undefined;
      for (const matcher of matchers) {
        matcher.each(event, (scope) => {
          const value = reading.read(scope);
          const id = key.read(scope);
          if (value === undefined || value === null || id === undefined) return;
          seen?.add(id);
          exercised = true;
          if (!values.has(id)) {
            values.set(id, value);
            trim(values);
            if (before && !context.unsure)
              report(`${owner.name} was not in the stream before.`, 'an earlier one', excerpt(value));
            return;
          }
          const earlier = values.get(id);
          if (deepEqual(earlier, value)) return;
          report(
            `${owner.name} changes${place.key ? ` for ${key.show(scope)}` : ''}.`,
            excerpt(earlier),
            excerpt(value),
          );
        });
      }
      const missing = before && seen ? [...before].filter((id) => !seen.has(id)) : [];
      if (before?.size) exercised = true;
      if (missing.length === 0 || context.unsure) return;
      report(`${owner.name} is missing in ${type}.`, `all ${before!.size}`, `${before!.size - missing.length}`);
    };
  };
  return {
    subject: owner.name,
    on(type) {
      const handlers = same.places.flatMap((place) => handlerOf(place, type) ?? []);
      if (handlers.length < 2) return handlers[0];
      return (event) => {
        for (const handler of handlers) handler(event);
      };
    },
    exercised: () => (exercised ? ['field-same'] : []),
  };
}

/** What a rule about equal places is called. */
export function nameOfSame({ name, places }: SameRule): string {
  return name ?? places[0]?.at ?? '';
}
