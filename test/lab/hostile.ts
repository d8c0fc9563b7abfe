import { hostileAnswers } from './hostile/answers.ts';
import { hostileConnections } from './hostile/connections.ts';
import { hostileFloods } from './hostile/floods.ts';
import type { HostileServer } from './hostile/hostile-server.ts';

/** Servers that a run must survive: in bounded time and memory, with a clear last line. */
export const hostileServers: HostileServer[] = [...hostileConnections, ...hostileAnswers, ...hostileFloods];
