import { countOf } from '../../../shared/wording.ts';
import type { KeyedEvents, StreamProtocol } from '../../../sse/stream-protocol.ts';
import type { RuleFinding } from '../../rule.ts';

type Key = string | string[] | undefined;

/** Checks that lifecycles have unique names, refer to an earlier one, and that keys can be equal. */
export function checkKeys({ lifecycles = [], texts = [], same = [] }: StreamProtocol): RuleFinding[] {
  const names = lifecycles.map(({ name }) => name);
  return [
    ...lifecycles.flatMap((one, index): RuleFinding[] => {
      const pointer = `/lifecycles/${index}`;
      if (names.indexOf(one.name) !== index) return [{ pointer, message: `Two lifecycles are called ${one.name}.` }];
      const keys = [one.open, one.continue, one.close].flatMap(ownKeys);
      return [...checkNesting(one, pointer, lifecycles.slice(0, index)), ...unequal([one.key, ...keys], pointer)];
    }),
    ...texts.flatMap(({ delta, complete, copies = [] }, index) =>
      unequal([delta.key, ...(complete ? [complete.key] : []), ...copies.map(({ key }) => key)], `/texts/${index}`),
    ),
    ...same.flatMap(({ places }, index) =>
      unequal(
        places.map(({ key }) => key),
        `/same/${index}`,
      ),
    ),
  ];
}

function checkNesting(
  { name, within, key }: NonNullable<StreamProtocol['lifecycles']>[number],
  at: string,
  earlier: NonNullable<StreamProtocol['lifecycles']>,
): RuleFinding[] {
  if (within === undefined) return [];
  const pointer = `${at}/within`;
  const outer = earlier.find((one) => one.name === within);
  if (!outer) return [{ pointer, message: `There is no lifecycle ${within} before ${name}.` }];
  if (partsOf(key) >= partsOf(outer.key)) return [];
  const message = `The key of ${name} must begin with the key of ${within}, which has ${countOf(partsOf(outer.key), 'part')}.`;
  return [{ pointer, message }];
}

/** Keys with different numbers of parts are never equal, so a rule could not compare anything. */
function unequal(keys: readonly Key[], pointer: string): RuleFinding[] {
  const [first = 0, ...others] = keys.map(partsOf);
  const other = others.find((parts) => parts !== first);
  if (other === undefined) return [];
  return [{ pointer, message: `The keys differ: one has ${countOf(first, 'part')}, another ${other}.` }];
}

function partsOf(key: Key): number {
  return [key ?? []].flat().length;
}

/** The keys of selectors with their own key. */
function ownKeys(events: KeyedEvents | undefined): Key[] {
  return [events ?? []].flat().flatMap((one) => (typeof one === 'object' && one.key !== undefined ? [one.key] : []));
}
