import type { Target } from '../../http/target.ts';
import type { Controls } from '../control.ts';
import type { FeedListener } from '../request-journal.ts';
import type { RouteParts } from './route.ts';

/** True if a request is about all sandboxes: `?sandboxes=all`. */
export function isForAll({ query }: Target): boolean {
  return query.get('sandboxes') === 'all';
}

/** The entries of all sandboxes; each names its sandbox. */
export function inAllSandboxes<One extends object>(
  { sandboxes, controlsOf }: RouteParts,
  of: (controls: Controls) => One[],
): One[] {
  return [undefined, ...sandboxes.names()].flatMap((sandbox) =>
    of(controlsOf(sandbox)).map((one) => (sandbox === undefined ? one : { ...one, sandbox })),
  );
}

/** Listens to all sandboxes. @returns a function that stops listening */
export function listenToAll({ sandboxes }: RouteParts, listener: FeedListener): () => void {
  return sandboxes.watch((sandbox, kind, data) => listener(kind, sandbox === undefined ? data : { ...data, sandbox }));
}
