import type { Events, StreamProtocol } from './protocol/protocol.ts';
import { compileSelector, matchesAny, matchesType, valuesAt } from './protocol/selector.ts';

export { typeReader } from './protocol/event-type.ts';
export { lifecyclesOf } from './protocol/lifecycles-of.ts';
export * from './protocol/protocol.ts';
export { createProtocolReader, type ProtocolReader, type ReaderOptions } from './protocol/reader.ts';
export { rulesOf, type StatedRule } from './protocol/rules-of.ts';
export { matchesType, satisfies, valuesAt } from './protocol/selector.ts';

/** True if events of `type` are pieces of a text for live display, which a history may omit. */
export function isDelta(protocol: StreamProtocol, type: string): boolean {
  return (protocol.texts ?? []).some(({ delta }) => delta.on !== undefined && matchesType(delta.on, type));
}

/** True if an event of `type` ends a stream. */
export function isEnd(protocol: StreamProtocol, type: string): boolean {
  return protocol.end !== undefined && matchesType(protocol.end, type);
}

/** The first type that ends a stream, if the protocol names one. */
export function endTypeOf({ end }: StreamProtocol): string | undefined {
  return typesIn(end)[0];
}

/** The types that a selector names. */
export function typesIn(events: Events | undefined): string[] {
  if (events === undefined) return [];
  return [events]
    .flat()
    .flatMap((one) => (typeof one === 'string' ? [one] : (one.type ?? [])))
    .flat();
}

/** True if an event reports that its stream failed or stopped early. */
export function isFailure({ failure, incomplete = [] }: StreamProtocol, type: string, event: unknown): boolean {
  return [failure?.events ?? [], incomplete].some((events) => matchesAny(compileSelector(events, type), event));
}

/** The event that repeats the prompt of the request. */
export interface InputEvent {
  type: string;
  /** The name of its field that repeats a field of the request body. */
  field: string;
}

/** The event whose only purpose is to repeat a field of the request body, if the protocol has one. */
export function inputOf({ fields = [], start }: StreamProtocol): InputEvent | undefined {
  for (const { on, at, echo } of fields) {
    const [type, ...others] = typesIn(on);
    const field = /^\/([^/~*#]+)$/.exec(String(at))?.[1];
    if (echo === undefined || type === undefined || field === undefined || others.length > 0) continue;
    if (start === undefined || !matchesType(start, type)) return { type, field };
  }
  return undefined;
}

/** The types whose pieces an event of `type` completes. */
export function deltasOf({ texts = [] }: StreamProtocol, type: string): string[] {
  return texts
    .filter(({ complete }) => complete?.on !== undefined && matchesType(complete.on, type))
    .flatMap(({ delta }) => typesIn(delta.on));
}

/** The keys, unique within a session, that an event opens. */
export function openedKeys({ lifecycles = [] }: StreamProtocol, type: string, event: unknown): unknown[] {
  const session = lifecycles.filter(({ unique, open }) => unique === 'session' && matchesType(open, type));
  return session.flatMap(({ key }) => [key ?? []].flat().flatMap((pointer) => valuesAt(event, pointer)));
}

/** The types of a selector's type: itself, or those that its `*` matches. */
export function typesMatching(known: readonly string[], pattern: string): string[] {
  return known.filter((type) => matchesType(pattern, type));
}
