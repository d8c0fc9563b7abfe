import type { Judgement } from './evaluate.ts';
import type { Observations } from './observation/observations.ts';

/** What the process that talks to the server hands to the one in which Vitest judges. It holds no secret. */
export interface Handover {
  seen: Observations;
  /** The bundled contract. */
  document: Record<string, unknown>;
  ruleIds: string[];
  judgement: Judgement;
}
