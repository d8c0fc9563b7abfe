import type { Behaviour, Override } from './reference/behaviour.ts';
import type { Answer, Call, Event, JsonObject, OperationName, Session, Step, Turn } from './reference/model.ts';
import { error } from './reference/validate.ts';

/** A server that breaks one clause. The part of `name` before the slash is its family. */
export interface BrokenServer {
  name: string;
  clause: string;
  override: Override;
}

/** Returned by an edit in place of a value: the field is left out. */
export const gone = Symbol('gone');

/** Edits every place in `root` that `path` leads to; `*` is each element of an array. A copy is returned. */
export function change(root: unknown, path: string, edit: (value: unknown, holder: JsonObject) => unknown): unknown {
  const copy = structuredClone(root);
  if (path === '') return edit(copy, {});
  walk(copy, path.split('.'), edit);
  return copy;
}

function walk(at: unknown, [key = '', ...rest]: string[], edit: (value: unknown, holder: JsonObject) => unknown): void {
  if (typeof at !== 'object' || at === null) return;
  const holder = at as JsonObject;
  for (const name of key === '*' ? Object.keys(holder) : [key]) {
    if (rest.length > 0) walk(holder[name], rest, edit);
    else {
      const value = edit(holder[name], holder);
      if (value === gone) delete holder[name];
      else holder[name] = value;
    }
  }
}

/** The same field in the answer of each operation that shows summaries. */
export const summaryPaths: Partial<Record<OperationName, string>> = {
  list: 'items.*.',
  create: '',
  get: '',
  summary: '',
  title: '',
};

/** Changes the answers of `operation` whose status is `status` (any successful one where left out). */
export function onAnswer(
  operation: OperationName | 'any',
  edit: (answer: Answer, call: Call) => Answer,
  status?: number,
): Override {
  return (usual) => ({
    answer(call, given) {
      const answer = usual.answer(call, given);
      const fits = status === undefined ? answer.status < 300 : answer.status === status;
      return fits && (operation === 'any' || call.operation === operation) ? edit(answer, call) : answer;
    },
  });
}

/** Changes one field of the successful answers of `operation`. */
export function onBody(
  operation: OperationName | 'any',
  path: string,
  edit: (value: unknown, holder: JsonObject, call: Call) => unknown,
  status?: number,
): Override {
  return onAnswer(
    operation,
    (answer, call) => ({ ...answer, body: change(answer.body, path, (value, holder) => edit(value, holder, call)) }),
    status,
  );
}

/** Changes the steps of every turn. */
export function onScript(edit: (steps: Step[], turn: Turn, usual: Behaviour) => Step[]): Override {
  return (usual) => ({ script: (turn) => edit(usual.script(turn), turn, usual) });
}

/** Changes every event of `type`, on the wire and in the history alike. */
export function onEvent(type: string, path: string, edit: (value: unknown, holder: JsonObject) => unknown): Override {
  return onScript((steps) =>
    steps.map((step) =>
      step.event.type === type ? { ...step, event: change(step.event, path, edit) as Event } : step,
    ),
  );
}

/** A server that does not check one bound of one operation. */
export function skipCheck(operation: OperationName, ...checks: string[]): Override {
  return (usual) => ({
    fieldErrors: (call) =>
      usual.fieldErrors(call).filter(({ check }) => call.operation !== operation || !checks.includes(check)),
  });
}

/** A server that refuses what it should take. */
export function refuseWhen(operation: OperationName, fits: (call: Call, body: JsonObject) => boolean): Override {
  return (usual) => ({
    fieldErrors(call) {
      const body = typeof call.body === 'object' && call.body !== null ? (call.body as JsonObject) : {};
      const refused = call.operation === operation && fits(call, body);
      return refused
        ? [...usual.fieldErrors(call), error('refused', ['body'], 'Not supported', 'value_error', null)]
        : usual.fieldErrors(call);
    },
  });
}

/** Runs `more` after the usual change of a session. */
export function afterFinish(more: (session: Session, turn: Turn, stop: Event) => void): Override {
  return (usual) => ({
    finish(turn, stop) {
      usual.finish(turn, stop);
      more(turn.session, turn, stop);
    },
  });
}

export const list = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

/** The first step whose event has `type`. */
export const placeOf = (steps: readonly Step[], type: string): number =>
  steps.findIndex(({ event }) => event.type === type);

/** Puts a server that breaks one clause together. */
export const broken = (name: string, clause: string, override: Override): BrokenServer => ({ name, clause, override });

/** Sets one header of an answer; without a value it is left out. */
export const withHeader =
  (name: string, value: string | undefined) =>
  (answer: Answer): Answer => {
    const { [name]: _old, ...headers } = answer.headers;
    return { ...answer, headers: value === undefined ? headers : { ...headers, [name]: value } };
  };

/** Changes a session as it is created. */
export const afterOpen =
  (edit: (session: Session, call: Call) => void): Override =>
  (usual) => ({
    open(call) {
      const session = usual.open(call);
      edit(session, call);
      return session;
    },
  });

/** Changes what each view shows of a session. */
export const onSummary =
  (edit: (summary: JsonObject, session: Session, call: Call) => JsonObject): Override =>
  (usual) => ({ summarize: (session, call) => edit(usual.summarize(session, call), session, call) });

/** Answers 404 for sessions that are there. */
export const onFind =
  (refuse: (session: Session, call: Call) => boolean): Override =>
  (usual) => ({
    find(call) {
      const session = usual.find(call);
      return session && refuse(session, call) ? undefined : session;
    },
  });

/** A copy of a step. */
export const clone = (step: Step): Step => ({ ...step, event: structuredClone(step.event) });
/** Puts one step elsewhere. */
export const move = (steps: Step[], from: number, to: number): Step[] => {
  const copy = [...steps];
  const [taken] = copy.splice(from, 1);
  if (taken) copy.splice(to, 0, taken);
  return copy;
};
/** Leaves out the events of `type`. */
export const without = (type: string): Override =>
  onScript((steps) => steps.filter(({ event }) => event.type !== type));
