import type { RunningServer } from '../reference-server.ts';

/** A server that means harm, or behaves as if. */
export interface HostileServer {
  name: string;
  /** It keeps the contract all the same, so that a run may end with 0. */
  conforms?: boolean;
  start(): Promise<RunningServer & { check?(): string | undefined }>;
}
