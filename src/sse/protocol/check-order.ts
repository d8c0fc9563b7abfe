import { excerpt } from '../../shared/excerpt.ts';
import type { Check, CheckContext } from './check.ts';
import type { Events, RequiredEvents } from './protocol.ts';
import { compileSelector, matchesAny, satisfies } from './selector.ts';

/** The events of a selector, for messages. */
export function showEvents(events: Events): string {
  return [events]
    .flat()
    .map((one) => {
      if (typeof one === 'string') return one;
      const { type, where, has, lacks } = one;
      const conditions = [
        ...(where ? [excerpt(where)] : []),
        ...(has ? [[has].flat().join(' and ')] : []),
        ...(lacks ? [`no ${[lacks].flat().join(', ')}`] : []),
      ].join(' and ');
      const types = type === undefined ? 'an event' : [type].flat().join(' or ');
      return conditions ? `${types} with ${conditions}` : types;
    })
    .join(' or ');
}

/** Checks that no event of a group comes after one of a later group. */
export function checkOrder(groups: readonly Events[], context: CheckContext): Check {
  let reached = -1;
  return {
    on(type) {
      const own = groups.flatMap((group, index) => {
        const matchers = compileSelector(group, type);
        return matchers.length > 0 ? [{ index, matchers }] : [];
      });
      if (own.length === 0) return undefined;
      return (event) => {
        let late: number | undefined;
        for (const { index, matchers } of own) {
          if (!matchesAny(matchers, event)) continue;
          if (index >= reached) {
            reached = index;
            return;
          }
          late = index;
        }
        if (late === undefined || context.unsure) return;
        const expected = `${showEvents(groups[late]!)} before ${showEvents(groups[reached]!)}`;
        context.report({
          rule: 'event-order',
          message: `${showEvents(groups[late]!)} occurs too late.`,
          expected,
          received: type || 'an event',
        });
      };
    },
    exercised: () => (reached > 0 ? ['event-order'] : []),
  };
}

/** Checks that events occur at most once. */
export function checkOnce(events: Events, context: CheckContext): Check {
  const shown = showEvents(events);
  let seen = false;
  return {
    subject: shown,
    on(type) {
      const matchers = compileSelector(events, type);
      if (matchers.length === 0) return undefined;
      return (event) => {
        if (!matchesAny(matchers, event)) return;
        if (seen) {
          context.report({
            rule: 'event-once',
            owner: { name: shown },
            message: `${shown} occurs again.`,
            expected: 'once',
            received: 'twice',
          });
        }
        seen = true;
      };
    },
    exercised: () => (seen ? ['event-once'] : []),
  };
}

/** Checks that events occur, if the request asks for them. */
export function checkRequired(events: RequiredEvents, context: CheckContext): Check {
  const when = typeof events === 'string' ? undefined : events.when;
  const asked =
    when === undefined ? true : context.request === undefined ? undefined : satisfies(context.request, when);
  const shown = showEvents(events);
  let seen = false;
  let exercised = false;
  const report = (message: string, expected: string, received: string) =>
    context.report({ rule: 'event-required', owner: { name: shown }, message, expected, received });
  return {
    subject: shown,
    on(type) {
      const matchers = asked === undefined ? [] : compileSelector(events, type);
      if (matchers.length === 0) return undefined;
      return (event) => {
        if (seen || !matchesAny(matchers, event)) return;
        seen = true;
        exercised = true;
        if (!asked) report(`${shown} occurs, and the request did not ask for it.`, 'none', shown);
      };
    },
    close() {
      if (asked === undefined || context.unsure) return;
      exercised = true;
      if (asked && !seen) report(`${shown} is missing.`, shown, 'the end');
    },
    exercised: () => (exercised ? ['event-required'] : []),
  };
}
