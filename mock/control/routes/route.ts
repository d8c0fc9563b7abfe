import type { Incoming, Reply } from '../../http/exchange.ts';
import type { Target } from '../../http/target.ts';
import type { Sandboxes } from '../../sandbox.ts';
import type { ConsoleTools } from '../console-tools.ts';
import type { ContractRuns } from '../contract-runs.ts';
import type { Controls } from '../control.ts';
import type { ControlAccess } from '../control-guard.ts';
import type { FeedParts } from '../feed.ts';

/** The parts that the API uses. */
export interface ControlApiParts extends FeedParts {
  access: ControlAccess;
  /** The controls for the name in `X-Mock-Session`. */
  controlsOf(session: string | undefined): Controls;
  sandboxes: Sandboxes;
  /** The names that the console offers in its menus. */
  names(): object;
  tools: ConsoleTools;
  /** Reads a file of the console; a mock in a browser has none. */
  readConsoleFile(name: string): string | undefined;
  accepts(incoming: Incoming): boolean;
}

/** A request to a route. */
export interface ControlCall {
  controls: Controls;
  target: Target;
  /** The JSON body; `undefined` without a body. */
  body: unknown;
  /** The raw body. */
  text: string;
  /** The value of the `{…}` in the route's path. */
  name: string;
  /** The name in `X-Mock-Session`. */
  sandbox: string | undefined;
}

/** A method of a route. */
export interface ControlRoute {
  /** The description that `GET /__mock/` returns. */
  does: string;
  answer(call: ControlCall, parts: RouteParts): Promise<Reply> | Reply;
}

/** The parts of the API, with what it creates from them once. */
export interface RouteParts extends ControlApiParts {
  runs: ContractRuns;
  docs(): Promise<Reply>;
}

/** Routes by path and method. A path can have one `{name}`. */
export type ControlRoutes = Record<string, Record<string, ControlRoute>>;

/** The response of a change without a result. */
export const done: Reply = { status: 204, headers: {} };

/** The headers of a `.sse` file to save. */
export function fileHeaders(file: string): Record<string, string> {
  return {
    'content-type': 'text/event-stream; charset=utf-8',
    'content-disposition': `attachment; filename="${file.replaceAll(/[^\w.-]/g, '_')}"`,
    'x-content-type-options': 'nosniff',
  };
}
