import { compileKey } from './key.ts';
import type { KeyedEvents, Lifecycle, StreamProtocol } from './protocol.ts';
import { compileVisit, isPresent } from './selector.ts';

/**
 * The lifecycles that an event opens, continues or closes, each with its key: `tool call 0 1`. A lifecycle whose
 * closing is repeatable ends with the next event of another one.
 */
export function lifecyclesOf({ lifecycles = [] }: StreamProtocol, type: string, event: unknown): string[] {
  const found = lifecycles.flatMap((lifecycle) =>
    [lifecycle.open, lifecycle.continue ?? [], lifecycle.repeatable?.includes('close') ? [] : (lifecycle.close ?? [])]
      .flat<KeyedEvents[]>()
      .flatMap((one) => namesIn(lifecycle, one, type, event)),
  );
  return [...new Set(found)];
}

function namesIn({ name, key }: Lifecycle, events: KeyedEvents, type: string, event: unknown): string[] {
  return [events].flat().flatMap((one) => {
    const { readings } = compileKey((typeof one === 'string' ? undefined : one.key) ?? key);
    const names: string[] = [];
    compileVisit(one, type, readings, (scope) => {
      const parts = readings.map(({ read }) => read(scope));
      if (parts.every(isPresent)) names.push([name, ...parts].join(' '));
    })?.(event);
    return names;
  });
}
