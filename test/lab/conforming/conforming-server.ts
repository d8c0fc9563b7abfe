import type { Override } from '../reference/behaviour.ts';

/** A correct server that is unlike the usual one; `clause` says why it is correct. */
export interface ConformingServer {
  name: string;
  clause: string;
  override: Override;
}
