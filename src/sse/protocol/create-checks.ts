import type { Check, CheckContext } from './check.ts';
import { checkField } from './check-field.ts';
import { checkLifecycle, type LifecycleCheck } from './check-lifecycle.ts';
import { checkOnce, checkOrder, checkRequired } from './check-order.ts';
import { checkSame } from './check-same.ts';
import { checkText } from './check-text.ts';
import type { StreamProtocol } from './protocol.ts';

/** The rules of a protocol about the contents of events, for one stream. */
export function createChecks(protocol: StreamProtocol, context: CheckContext): Check[] {
  const lifecycles = new Map<string, LifecycleCheck>();
  for (const lifecycle of protocol.lifecycles ?? []) {
    const outer = lifecycle.within === undefined ? undefined : lifecycles.get(lifecycle.within);
    lifecycles.set(lifecycle.name, checkLifecycle(lifecycle, context, outer));
  }
  return [
    ...(protocol.order ? [checkOrder(protocol.order, context)] : []),
    ...(protocol.once ?? []).map((events) => checkOnce(events, context)),
    ...(protocol.required ?? []).map((events) => checkRequired(events, context)),
    ...(protocol.fields ?? []).map((field) => checkField(field, context)),
    ...(protocol.same ?? []).map((same) => checkSame(same, context)),
    ...lifecycles.values(),
    ...(protocol.texts ?? []).map((text) => checkText(text, context)),
  ];
}
