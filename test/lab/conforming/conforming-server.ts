import type { Override } from '../reference/behaviour.ts';

/** A correct server with unusual behavior; `clause` says why it is correct. */
export interface ConformingServer {
  name: string;
  clause: string;
  override: Override;
}
