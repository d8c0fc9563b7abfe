import { type BrokenServer, broken, clone, move, onScript, placeOf, without } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import type { Event, Step, Turn } from '../../reference/model.ts';

/** Turns whose tool calls and results do not match. */
export function calls(): BrokenServer[] {
  const clause = 'a tool_result answers an earlier tool_call';
  const result = (edit: (event: Event) => void): Override =>
    onScript((steps) => {
      const copy = steps.map(clone);
      edit((copy[placeOf(copy, 'tool_result')] as Step).event);
      return copy;
    });
  const call = (edit: (event: Event, turn: Turn) => void): Override =>
    onScript((steps, turn) => {
      const copy = steps.map(clone);
      edit((copy[placeOf(copy, 'tool_call')] as Step).event, turn);
      return copy;
    });
  const renamed = (id: (old: string, turn: Turn) => string): Override =>
    onScript((steps, turn) =>
      steps.map((step) =>
        'call_id' in step.event
          ? { ...step, event: { ...step.event, call_id: id(String(step.event.call_id), turn) } }
          : step,
      ),
    );
  return [
    broken(
      'calls/result before its call',
      clause,
      onScript((steps) => move(steps, placeOf(steps, 'tool_result'), placeOf(steps, 'tool_call'))),
    ),
    broken(
      'calls/result of an unknown call',
      clause,
      result((event) => (event.call_id = 'call_0')),
    ),
    broken(
      'calls/result with another name',
      'same name',
      result((event) => (event.name = 'search')),
    ),
    broken(
      'calls/names of two results exchanged',
      'same name',
      onScript((steps) => {
        const other: Record<string, string> = { retrieve: 'read_page', read_page: 'retrieve' };
        return steps.map((step) =>
          step.event.type === 'tool_result'
            ? { ...step, event: { ...step.event, name: other[String(step.event.name)] } }
            : step,
        );
      }),
    ),
    broken(
      'calls/name in other case',
      'same name',
      result((event) => (event.name = 'Retrieve')),
    ),
    broken(
      'calls/answered twice',
      'no call is answered twice',
      onScript((steps) => {
        const at = placeOf(steps, 'tool_result');
        return steps.toSpliced(at + 1, 0, clone(steps[at] as Step));
      }),
    ),
    broken(
      'calls/unanswered',
      'no call is left open',
      onScript((steps) => steps.toSpliced(placeOf(steps, 'tool_result'), 1)),
    ),
    broken('calls/none answered', 'no call is left open', without('tool_result')),
    broken('calls/results without calls', clause, without('tool_call')),
    broken(
      'calls/call repeated',
      'call_ids are unique',
      onScript((steps) => {
        const at = placeOf(steps, 'tool_call');
        return steps.toSpliced(at + 1, 0, clone(steps[at] as Step));
      }),
    ),
    broken(
      'calls/one id for both calls',
      'call_ids are unique',
      renamed((_old, { number }) => `call_of_turn_${number}`),
    ),
    broken(
      'calls/ids start again with each turn',
      'call_ids are unique within a session',
      renamed((old) => `call_${Number(old.slice(5)) % 2}`),
    ),
    broken('calls/an id of the first turn comes again', 'call_ids are unique within a session', (usual) => {
      const first = new Map<string, string>();
      return {
        script(turn) {
          const steps = usual.script(turn).map(clone);
          const id = String(steps[placeOf(steps, 'tool_call')]?.event.call_id);
          const old = first.get(turn.session.id);
          if (old === undefined) first.set(turn.session.id, id);
          else for (const { event } of steps) if (event.call_id === id) event.call_id = old;
          return steps;
        },
      };
    }),
    broken("calls/a result for the earlier turn's call", 'of the same turn', (usual) => {
      const open = new Map<string, string>();
      return {
        script(turn) {
          const steps = usual.script(turn).map(clone);
          const results = steps.filter(({ event }) => event.type === 'tool_result');
          const { event } = results[0] as Step;
          const before = open.get(turn.session.id);
          open.set(turn.session.id, String(event.call_id));
          if (before !== undefined) event.call_id = before;
          return steps;
        },
      };
    }),
    broken(
      'calls/call without a result under another id',
      clause,
      call((event) => (event.call_id = `${event.call_id}b`)),
    ),
    broken(
      'calls/result after the stop',
      'nothing after stop',
      onScript((steps) => move(steps, placeOf(steps, 'tool_result'), steps.length - 1)),
    ),
    broken(
      'calls/empty call id in call only',
      clause,
      call((event) => (event.call_id = '')),
    ),
  ];
}
