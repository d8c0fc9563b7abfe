import { fromPointer } from '../../src/openapi/json-pointer.ts';
import { isObject } from '../../src/shared/json.ts';
import { compileSelector, matchesAny, satisfies } from '../../src/sse/protocol/selector.ts';
import type { FieldRule, StreamProtocol } from '../../src/sse/stream-protocol.ts';

/** An event with its type, which its data need not contain. */
export interface TypedEvent {
  type: string;
  data: unknown;
}

/**
 * Generated events with the literal values, counters, echoes and first numbers that the protocol requires, and without
 * events that the request did not ask for.
 */
export function fitFields(events: readonly TypedEvent[], protocol: StreamProtocol, request: unknown): TypedEvent[] {
  const asked = events.filter((event) => !isUnasked(event, protocol, request));
  const fitted = asked.map(({ type, data }) => ({ type, data: structuredClone(data) }));
  for (const { numbered, key } of protocol.lifecycles ?? []) {
    const last = [key ?? []].flat().at(-1);
    if (numbered === undefined || last === undefined || last.includes('*')) continue;
    for (const { data } of fitted) {
      const owner = ownerOf(data, last);
      if (owner && typeof owner.object[owner.name] === 'number') owner.object[owner.name] = numbered;
    }
  }
  for (const field of protocol.fields ?? []) {
    if (typeof field.at !== 'string' || field.at.includes('*')) continue;
    let count = field.counter ?? 0;
    for (const { type, data } of fitted) {
      if (!matchesAny(compileSelector(field.on ?? '*', type), data)) continue;
      const owner = ownerOf(data, field.at);
      if (!owner) continue;
      const { object, name } = owner;
      if (field.present === false) delete object[name];
      else object[name] = fittingValue(field, object[name], count++);
    }
  }
  return fitted;
}

function isUnasked({ type, data }: TypedEvent, { required = [] }: StreamProtocol, request: unknown): boolean {
  return required.some((one) => {
    if (typeof one === 'string' || one.when === undefined || satisfies(request, one.when)) return false;
    return matchesAny(compileSelector(one, type), data);
  });
}

/** The object that has the field, if there is one. */
function ownerOf(data: unknown, pointer: string): { object: Record<string, unknown>; name: string } | undefined {
  const steps = fromPointer(pointer);
  const name = steps.pop() ?? '';
  const object = steps.reduce<unknown>((node, step) => (isObject(node) ? node[step] : undefined), data);
  return isObject(object) && Object.hasOwn(object, name) ? { object, name } : undefined;
}

function fittingValue({ counter, value, echo }: FieldRule, generated: unknown, count: number): unknown {
  if (counter !== undefined) return count;
  if (value !== undefined) return value;
  const steps = echo === undefined || typeof generated !== 'string' ? [] : fromPointer(echo);
  return steps.length > 0 && steps.every((step) => /^\w+$/.test(step)) ? `{{body.${steps.join('.')}}}` : generated;
}
