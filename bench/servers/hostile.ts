import { hostileAnswers } from './hostile/answers.ts';
import { hostileConnections } from './hostile/connections.ts';
import { hostileFloods } from './hostile/floods.ts';
import type { RunningServer } from './reference-server.ts';

/** A server that means harm, or behaves as if. */
export interface HostileServer {
  name: string;
  /** It keeps the contract all the same, so that a run may end with 0. */
  conforms?: boolean;
  start(): Promise<RunningServer & { check?(): string | undefined }>;
}

/** Servers that a run must survive: in bounded time and memory, with a clear last line. */
export const hostileServers: HostileServer[] = [...hostileConnections, ...hostileAnswers, ...hostileFloods];
