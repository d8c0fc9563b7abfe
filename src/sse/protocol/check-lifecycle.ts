import { excerpt } from '../../shared/excerpt.ts';
import { type Check, type CheckContext, mostKeys, type StreamPlace, trim } from './check.ts';
import { compileKey, outerKey } from './key.ts';
import { numberEntries } from './number-entries.ts';
import type { KeyedEvents, KeyedSelector, Lifecycle, ProtocolRule } from './protocol.ts';
import {
  compilePointer,
  compileSelector,
  compileVisit,
  type EventHandler,
  inTurn,
  matchesAny,
  type Scope,
  valuesAt,
} from './selector.ts';

/** An open entry of a lifecycle. */
interface Opened {
  place: StreamPlace;
  shown: string;
  /** The key of its outer lifecycle. */
  outer: unknown;
  kind: unknown;
  /** True after a final continuation. */
  final: boolean;
}

/** A lifecycle that can contain others. */
export interface LifecycleCheck extends Check {
  readonly parts: number;
  isOpen(key: unknown): boolean;
  /** Called whenever this one is closed. */
  inner: ((key: unknown) => void)[];
}

type Role = 'open' | 'continue' | 'close';

/** Checks opening, continuing and closing. `outer` is the enclosing lifecycle. */
export function checkLifecycle(
  lifecycle: Lifecycle,
  context: CheckContext,
  outer: LifecycleCheck | undefined,
): LifecycleCheck {
  const { name, unique = 'stream' } = lifecycle;
  const parts = [lifecycle.key ?? []].flat().length;
  const may = (what: 'optional' | 'repeatable', role: 'open' | 'close') => lifecycle[what]?.includes(role) ?? false;
  const openOptional = may('optional', 'open');
  const closeOptional = may('optional', 'close') || lifecycle.close === undefined;
  const opened = new Map<unknown, Opened>();
  const closed = new Map<unknown, true>();
  const exercised = new Set<ProtocolRule>();
  const kindOf = lifecycle.kinds && compilePointer(lifecycle.kinds.open);
  const kindOfPiece = lifecycle.kinds && compilePointer(lifecycle.kinds.continue);
  const knownKinds = new Set(Object.values(lifecycle.kinds?.allow ?? {}).flat());
  let known: Set<unknown> | undefined;
  let continued = false;
  /** True if more is open than is stored. */
  let lost = false;
  const inner: ((key: unknown) => void)[] = [];

  const report = (rule: ProtocolRule, message: string, expected: string, received: string, place?: StreamPlace) =>
    context.report({ rule, owner: lifecycle, message, expected, received, ...(place ? { place } : {}) });
  const numbers = numberEntries(lifecycle, (...wrong) => report('lifecycle-numbered', ...wrong));
  const label = (shown: string) => (shown ? `${name} ${shown}` : name);
  const isEarlier = (key: unknown) => {
    if (lifecycle.earlier === undefined) return false;
    known ??= new Set(valuesAt(context.request, lifecycle.earlier));
    return known.has(key);
  };
  const leaveOpen = ({ shown, place }: Opened, received: string) =>
    report(
      'lifecycle-closed',
      `${label(shown)} was opened and never closed.`,
      `the end of ${label(shown)}`,
      received,
      place,
    );

  const open = (key: unknown, scope: Scope, read: ReturnType<typeof compileKey>) => {
    const shown = read.show(scope);
    exercised.add('lifecycle-unique');
    if (opened.has(key)) {
      if (!may('repeatable', 'open')) {
        report('lifecycle-unique', `${label(shown)} is opened again while it is open.`, 'its end first', label(shown));
      }
      return;
    }
    const again = closed.has(key) || (unique === 'session' && context.earlierKeys.has(key));
    if (again && unique !== 'open' && !may('repeatable', 'open')) {
      const within = unique === 'session' ? 'session' : 'stream';
      report(
        'lifecycle-unique',
        `${label(shown)} was used before.`,
        `a key that is unique within the ${within}`,
        shown,
      );
    } else if (again) {
      // Repeated, not reopened.
      if (unique !== 'open') return;
    }
    if (lifecycle.contiguous && opened.size > 0) {
      exercised.add('lifecycle-contiguous');
      const [other] = opened.values();
      report(
        'lifecycle-contiguous',
        `${label(shown)} begins before ${label(other!.shown)} has ended.`,
        `the end of ${label(other!.shown)}`,
        label(shown),
      );
    } else if (lifecycle.contiguous && closed.size > 0) exercised.add('lifecycle-contiguous');
    if (numbers.add(read, scope, closed.has(key))) exercised.add('lifecycle-numbered');
    const outerId = outer ? outerKey(read, outer.parts)(scope) : undefined;
    if (outer) {
      exercised.add('lifecycle-nested');
      if (!outer.isOpen(outerId) && !context.unsure) {
        report(
          'lifecycle-nested',
          `${label(shown)} is opened outside its ${lifecycle.within}.`,
          `an open ${lifecycle.within}`,
          'none',
        );
      }
    }
    closed.delete(key);
    opened.set(key, { place: context.place, shown, outer: outerId, kind: kindOf?.read(scope), final: false });
    if (unique === 'session' && context.keys.size < mostKeys) context.keys.add(key);
    if (!closeOptional) exercised.add('lifecycle-closed');
    if (opened.size > mostKeys) {
      lost = true;
      trim(opened);
    }
  };

  const unopened = (key: unknown, scope: Scope, read: ReturnType<typeof compileKey>) => {
    if (lost || context.unsure || isEarlier(key)) return;
    const shown = read.show(scope);
    if (closed.has(key))
      report('lifecycle-over', `${label(shown)} continues after its end.`, 'no more of its events', label(shown));
    else
      report(
        'lifecycle-opened',
        `${label(shown)} was never opened.`,
        `an earlier beginning of ${label(shown)}`,
        label(shown),
      );
  };

  const proceed = (key: unknown, scope: Scope, read: ReturnType<typeof compileKey>, final: boolean) => {
    if (!continued) exercised.add('lifecycle-opened').add('lifecycle-over');
    continued = true;
    const one = opened.get(key);
    if (!one) return unopened(key, scope, read);
    const kind = kindOfPiece?.read(scope);
    // Kinds that the protocol does not name are not checked.
    if (typeof kind === 'string' && !knownKinds.has(kind)) return;
    if (lifecycle.final) readFinal(one, final);
    const allowed = typeof one.kind === 'string' ? lifecycle.kinds?.allow[one.kind] : undefined;
    if (typeof kind !== 'string' || !allowed) return;
    exercised.add('lifecycle-kind');
    if (allowed.includes(kind)) return;
    report(
      'lifecycle-kind',
      `${label(one.shown)} was opened as ${excerpt(one.kind)}, and continues with ${excerpt(kind)}.`,
      allowed.join(' or '),
      kind,
    );
  };

  const readFinal = (one: Opened, final: boolean) => {
    if (one.final) {
      report('lifecycle-final', `${label(one.shown)} continues after its final piece.`, 'its end', 'another piece');
    }
    if (!final) return;
    exercised.add('lifecycle-final');
    one.final = true;
  };

  const close = (key: unknown, scope: Scope, read: ReturnType<typeof compileKey>) => {
    exercised.add('lifecycle-over');
    if (!openOptional) exercised.add('lifecycle-opened');
    const one = opened.get(key);
    if (one) {
      opened.delete(key);
      for (const tell of inner) tell(key);
    } else if (closed.has(key) ? !may('repeatable', 'close') : !openOptional) unopened(key, scope, read);
    if (!one && !openOptional && !isEarlier(key)) return;
    closed.set(key, true);
    trim(closed);
  };

  const closeWithin = (key: unknown) => {
    if (closeOptional || context.unsure || context.failed) return;
    for (const [own, one] of opened) {
      if (one.outer !== key) continue;
      opened.delete(own);
      closed.set(own, true);
      leaveOpen(one, `the end of its ${lifecycle.within}`);
    }
  };
  outer?.inner.push(closeWithin);

  const leaveAllOpen = () => {
    if (closeOptional || context.unsure || context.failed) return;
    for (const one of opened.values()) leaveOpen(one, 'the end');
    opened.clear();
  };

  const acts = { open, continue: proceed, close };
  const handlersOf = (role: Role, type: string): EventHandler[] => {
    const events = lifecycle[role];
    if (events === undefined) return [];
    const finals = role === 'continue' && lifecycle.final ? compileSelector(lifecycle.final, type) : [];
    return alternatives(events).flatMap((one) => {
      const key = compileKey((typeof one === 'string' ? undefined : one.key) ?? lifecycle.key, context.compiled);
      const act = acts[role];
      let final = false;
      const visit = compileVisit(one, type, key.readings, (scope) => {
        const id = key.read(scope);
        if (id !== undefined) act(id, scope, key, final);
      });
      if (!visit || finals.length === 0) return visit ?? [];
      return (event: unknown) => {
        final = matchesAny(finals, event);
        visit(event);
      };
    });
  };

  return {
    subject: name,
    parts,
    inner,
    isOpen: (key) => opened.has(key),
    on(type) {
      const barrier = lifecycle.closedBy === undefined ? [] : compileSelector(lifecycle.closedBy, type);
      const [opening, going, closing] = (['open', 'continue', 'close'] as const).map((role) => handlersOf(role, type));
      // If `continue` matches every type, opening and closing events are still not continuations.
      const handlers = [...opening!, ...going!, ...closing!];
      if (barrier.length === 0) return inTurn(handlers);
      return inTurn([...handlers, (event) => void (matchesAny(barrier, event) && leaveAllOpen())]);
    },
    close() {
      if (!context.unsure && !lost && unique !== 'open') numbers.close();
      leaveAllOpen();
    },
    exercised: () => exercised,
  };
}

function alternatives(events: KeyedEvents): (string | KeyedSelector)[] {
  return [events].flat();
}
