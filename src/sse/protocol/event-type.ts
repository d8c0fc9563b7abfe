import type { StreamProtocol } from './protocol.ts';
import { compilePointer, enter } from './selector.ts';

/** Reads the type of an event, given its `event:` name and its data; empty if the protocol has no types. */
export function typeReader({ type = '/type' }: StreamProtocol): (name: string, value: unknown) => string | undefined {
  if (type === 'none') return () => '';
  if (type === 'event') return (name) => name;
  const { read } = compilePointer(type);
  return (_, value) => {
    const found = read(enter(value));
    return typeof found === 'string' ? found : undefined;
  };
}
