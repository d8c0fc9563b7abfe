import { fromPointer } from '../../src/openapi/json-pointer.ts';
import { isObject } from '../../src/shared/json.ts';
import { compileSelector, matchesAny } from '../../src/sse/protocol/selector.ts';
import type { FieldRule, StreamProtocol } from '../../src/sse/stream-protocol.ts';

/** An event with its type, which its data need not contain. */
export interface TypedEvent {
  type: string;
  data: unknown;
}

/** Gives generated events the literal values, the counters and the echoes that the protocol requires. */
export function fitFields(events: readonly TypedEvent[], { fields = [] }: StreamProtocol): readonly TypedEvent[] {
  const fitted = events.map(({ type, data }) => ({ type, data: structuredClone(data) }));
  for (const field of fields) {
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
