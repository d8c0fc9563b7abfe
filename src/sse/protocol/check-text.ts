import { excerpt } from '../../shared/excerpt.ts';
import { isObject, parseJson } from '../../shared/json.ts';
import { type Check, type CheckContext, trim } from './check.ts';
import { deepEqual } from './deep-equal.ts';
import { compileKey, type KeyReading } from './key.ts';
import type { Place, ProtocolRule, TextRule } from './protocol.ts';
import {
  compilePointer,
  compileSelector,
  compileVisit,
  type EventHandler,
  inTurn,
  matchesAny,
  type Reading,
  type Scope,
} from './selector.ts';
import { addPiece, emptySum, equalsSum, keptCharacters, type TextSum } from './text-sum.ts';

/** Checks a text in pieces: against the fields that repeat it, and as JSON. */
export function checkText(rule: TextRule, context: CheckContext): Check {
  const sums = new Map<unknown, TextSum>();
  const finished = new Map<unknown, TextSum>();
  const exercised = new Set<ProtocolRule>();
  let excused = false;
  const postponed: (() => void)[] = [];
  const say = (id: ProtocolRule, message: string, expected: string, received: string) =>
    context.report({ rule: id, owner: rule, message, expected, received });

  const judgeJson = (sum: TextSum, value: unknown, hasValue: boolean) => {
    if (!sum.known || sum.pieces === 0 || sum.length > keptCharacters || !sum.text.trim()) return;
    exercised.add('text-json');
    const place = context.place;
    const parsed = parseJson(sum.text);
    const wrong =
      parsed === undefined
        ? 'are not JSON'
        : rule.json === 'object' && !isObject(parsed)
          ? 'are not a JSON object'
          : hasValue && value !== undefined && !deepEqual(parsed, value)
            ? 'do not add up to the value'
            : undefined;
    if (wrong === undefined) return;
    const expected = hasValue ? excerpt(value) : rule.json === 'object' ? 'a JSON object' : 'JSON';
    const message = `The ${sum.pieces} pieces of ${rule.name} ${wrong}.`;
    const report = () =>
      context.report({ rule: 'text-json', owner: rule, message, expected, received: excerpt(sum.text), place });
    if (rule.unless === undefined) report();
    else if (postponed.length < 100) postponed.push(report);
  };
  const judgeEqual = (sum: TextSum | undefined, value: unknown) => {
    if (typeof value !== 'string') return;
    if (!sum?.known || (sum.pieces === 0 && rule.deltas !== 'required')) return;
    exercised.add('text-equal');
    if (equalsSum(sum, value)) return;
    say(
      'text-equal',
      `The ${sum.pieces} pieces of ${rule.name} do not add up to the text.`,
      excerpt(sum.text),
      excerpt(value),
    );
  };
  const finish = (id: unknown, value: unknown, hasValue: boolean) => {
    const sum = sums.get(id) ?? emptySum();
    sums.delete(id);
    if (sum.pieces > 0) exercised.add('text-completed');
    if (rule.json) judgeJson(sum, value, hasValue);
    else if (hasValue && !context.unsure) judgeEqual(sum, value);
    if (!rule.copies) return;
    finished.set(id, sum);
    trim(finished);
  };

  const handlers: ((type: string) => EventHandler | undefined)[] = [
    (type) =>
      onPlace(rule.delta, type, context, (id, value) => {
        const sum = sums.get(id);
        if (sum) addPiece(sum, value);
        else {
          const first = emptySum();
          addPiece(first, value);
          sums.set(id, first);
          trim(sums);
        }
      }),
    (type) => {
      const { complete } = rule;
      if (!complete) return undefined;
      // A parsed value may be null.
      const take: OnPlace = (id, value) => finish(id, value, complete.at !== undefined);
      return onPlace(complete, type, context, take, rule.json !== undefined);
    },
    ...(rule.copies ?? []).map((place) => (type: string) => {
      return onPlace(place, type, context, (id, value) => context.unsure || judgeEqual(finished.get(id), value));
    }),
    (type) => {
      const matchers = rule.unless === undefined ? [] : compileSelector(rule.unless, type);
      if (matchers.length === 0) return undefined;
      return (event) => {
        excused ||= matchesAny(matchers, event);
      };
    },
  ];
  return {
    subject: rule.name,
    on(type) {
      return inTurn(handlers.flatMap((handler) => handler(type) ?? []));
    },
    close() {
      if (!excused) for (const report of postponed) report();
      if (rule.completion !== 'required') return;
      for (const sum of sums.values()) {
        if (!sum.length) continue;
        exercised.add('text-completed');
        say(
          'text-completed',
          `The last ${sum.pieces} pieces of ${rule.name} were never completed.`,
          excerpt(sum.text),
          'the end',
        );
      }
    },
    exercised: () => exercised,
  };
}

type OnPlace = (id: unknown, value: unknown) => void;

/** Calls `take` with the key and the value of each match; the value is absent if the place names no field. */
function onPlace(
  place: Omit<Place, 'at'> & { at?: string },
  type: string,
  { compiled }: CheckContext,
  take: OnPlace,
  takesNull = false,
): EventHandler | undefined {
  const reading: Reading | undefined = place.at === undefined ? undefined : compilePointer(place.at);
  const key: KeyReading = compileKey(place.key, compiled);
  const visit = (scope: Scope) => {
    const value = reading?.read(scope);
    if (reading && (value === undefined || (value === null && !takesNull))) return;
    const id = key.read(scope);
    if (id !== undefined) take(id, value);
  };
  return compileVisit(place.on ?? '*', type, [...(reading ? [reading] : []), ...key.readings], visit);
}
