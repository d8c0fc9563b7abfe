import type { RunningServer } from '../reference-server.ts';

/** A hostile server, or one that behaves like it. */
export interface HostileServer {
  name: string;
  /** True if it still satisfies the contract, so that a run may exit with 0. */
  conforms?: boolean;
  start(): Promise<RunningServer & { check?(): string | undefined }>;
}
