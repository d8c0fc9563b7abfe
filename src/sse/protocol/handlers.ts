import type { Check } from './check.ts';
import { type Events, nameOf, type StreamProtocol } from './protocol.ts';
import { compileSelector, type EventHandler, type EventTest, inTurn } from './selector.ts';

/** The rules of a protocol about events of one type. */
export interface Handlers {
  name: string | undefined;
  start: EventTest[];
  end: EventTest[];
  failure: EventTest[];
  incomplete: EventTest[];
  anywhere: boolean;
  check: EventHandler | undefined;
}

/** Maximum types with cached handlers: a hostile stream may have any number. */
const mostTypes = 500;

/**
 * Returns a function that compiles the handlers of a type, once.
 *
 * @param known the types with a schema; with open types, others may occur anywhere
 * @param onName called when a type has an `event:` name to check
 */
export function createHandlers(
  protocol: StreamProtocol,
  checks: readonly Check[],
  known: ReadonlySet<string> | undefined,
  onName: () => void,
): (type: string) => Handlers {
  const byType = new Map<string, Handlers>();
  let [lastType, last]: [string | undefined, Handlers | undefined] = [undefined, undefined];
  return (type) => {
    // Most events have the type of the previous one: comparing two strings costs less than a lookup.
    if (last && type === lastType) return last;
    let handlers = byType.get(type);
    if (!handlers) {
      const open = protocol.types === 'open' && known !== undefined && !known.has(type);
      handlers = compileHandlers(protocol, checks, type, open);
      if (handlers.name !== undefined) onName();
      if (byType.size < mostTypes) byType.set(type, handlers);
    }
    [lastType, last] = [type, handlers];
    return handlers;
  };
}

function compileHandlers(protocol: StreamProtocol, checks: readonly Check[], type: string, open: boolean): Handlers {
  const matchers = (events: Events | undefined) => (events === undefined ? [] : compileSelector(events, type));
  return {
    name: type === '' ? nameWithoutType(protocol) : nameOf(protocol, type),
    start: matchers(protocol.start),
    end: matchers(protocol.end),
    failure: matchers(protocol.failure?.events),
    incomplete: matchers(protocol.incomplete),
    anywhere: open || matchers(protocol.anywhere).length > 0,
    check: inTurn(checks.flatMap((check) => check.on(type) ?? [])),
  };
}

function nameWithoutType({ eventName }: StreamProtocol): string | undefined {
  return eventName === 'none' ? 'message' : undefined;
}
