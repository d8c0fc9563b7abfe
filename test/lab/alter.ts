import type { Behaviour, Override } from './reference/behaviour.ts';
import type { Answer, Call, Event, JsonObject, OperationName, Session, Step, Turn } from './reference/model.ts';
import { error } from './reference/validate.ts';

/** A server that violates one clause. The part of `name` before the slash is its family. */
export interface BrokenServer {
  name: string;
  clause: string;
  override: Override;
}

/** Returned by an edit instead of a value: removes the field. */
export const gone = Symbol('gone');

/** Edits every place in `root` that `path` matches; `*` is each element of an array. Returns a copy. */
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

/** The same field in the response of each operation that returns summaries. */
export const summaryPaths: Partial<Record<OperationName, string>> = {
  list: 'items.*.',
  create: '',
  get: '',
  summary: '',
  title: '',
};

/** Changes the responses of `operation` with the status `status` (default: any success). */
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

/** Changes one field of the successful responses of `operation`. */
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

/** Changes every event of `type`, in the stream and in the history. */
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

/** A server that rejects a valid request. */
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

/** Runs `more` after the normal change of a session. */
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

/** Creates a server that violates one clause. */
export const broken = (name: string, clause: string, override: Override): BrokenServer => ({ name, clause, override });

/** Sets one header of a response; without a value it is removed. */
export const withHeader =
  (name: string, value: string | undefined) =>
  (answer: Answer): Answer => {
    const { [name]: _old, ...headers } = answer.headers;
    return { ...answer, headers: value === undefined ? headers : { ...headers, [name]: value } };
  };

/** Changes a session when it is created. */
export const afterOpen =
  (edit: (session: Session, call: Call) => void): Override =>
  (usual) => ({
    open(call) {
      const session = usual.open(call);
      edit(session, call);
      return session;
    },
  });

/** Changes the session in each view. */
export const onSummary =
  (edit: (summary: JsonObject, session: Session, call: Call) => JsonObject): Override =>
  (usual) => ({ summarize: (session, call) => edit(usual.summarize(session, call), session, call) });

/** Returns 404 for existing sessions. */
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
/** Moves one step. */
export const move = (steps: Step[], from: number, to: number): Step[] => {
  const copy = [...steps];
  const [taken] = copy.splice(from, 1);
  if (taken) copy.splice(to, 0, taken);
  return copy;
};
/** Removes the events of `type`. */
export const without = (type: string): Override =>
  onScript((steps) => steps.filter(({ event }) => event.type !== type));
