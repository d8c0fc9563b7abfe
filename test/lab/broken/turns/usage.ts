import { type BrokenServer, broken, onEvent, onScript } from '../../alter.ts';
import type { JsonObject } from '../../reference/model.ts';

/** Turns with an impossible usage or error state. */
export function usages(): BrokenServer[] {
  const usage = (field: string, value: number) =>
    broken(
      `usage/${field} ${value}`,
      'usage.turns at least 1, the rest not negative',
      onEvent('stop', `usage.${field}`, () => value),
    );
  const error = 'is_error is true exactly where error is a string';
  const stop = (fields: JsonObject) =>
    onScript((steps) =>
      steps.map((step) => (step.event.type === 'stop' ? { ...step, event: { ...step.event, ...fields } } : step)),
    );
  return [
    usage('duration_ms', -1),
    usage('duration_ms', -0.5),
    usage('total_input_tokens', -1),
    usage('total_output_tokens', -1),
    usage('turns', 0),
    usage('turns', -1),
    broken('error/is_error without error', error, stop({ is_error: true })),
    broken('error/error without is_error', error, stop({ error: 'boom' })),
    broken('error/empty error without is_error', error, stop({ error: '' })),
    broken(
      'error/in the second turn only',
      error,
      onScript((steps, { number }) =>
        number < 2
          ? steps
          : steps.map((step) =>
              step.event.type === 'stop' ? { ...step, event: { ...step.event, is_error: true } } : step,
            ),
      ),
    ),
  ];
}
