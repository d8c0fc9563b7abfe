import type { BrokenServer } from './alter.ts';
import expectedRules from './broken/expected-rules.json' with { type: 'json' };
import { contentTypes } from './broken/requests/content-type.ts';
import { credentials, readings } from './broken/requests/credential.ts';
import { inputs } from './broken/requests/input.ts';
import { methods } from './broken/requests/method.ts';
import { otherRefusals } from './broken/requests/refusal.ts';
import { refusedThoughValid } from './broken/requests/refused.ts';
import { schemaServers } from './broken/requests/schema.ts';
import { statuses } from './broken/requests/status.ts';
import { unchecked } from './broken/requests/unchecked.ts';
import { unknownSessions } from './broken/requests/unknown-session.ts';
import { unprocessable } from './broken/requests/validation-form.ts';
import { created } from './broken/sessions/creation.ts';
import { deletions } from './broken/sessions/deletion.ts';
import { histories } from './broken/sessions/history.ts';
import { jobs } from './broken/sessions/job-metadata.ts';
import { locks } from './broken/sessions/lock.ts';
import { pagingServers } from './broken/sessions/paging.ts';
import { projects } from './broken/sessions/project.ts';
import { times } from './broken/sessions/timestamp.ts';
import { titles } from './broken/sessions/title.ts';
import { views } from './broken/sessions/view.ts';
import { calls } from './broken/turns/calls.ts';
import { concurrent } from './broken/turns/concurrency.ts';
import { deltas } from './broken/turns/deltas.ts';
import { frames } from './broken/turns/framing.ts';
import { liveness } from './broken/turns/liveness.ts';
import { stops } from './broken/turns/stop.ts';
import { usages } from './broken/turns/usage.ts';

/** A broken server, and the rules that must detect it. */
export interface DetectableServer extends BrokenServer {
  rules: readonly string[];
}

const servers: BrokenServer[] = [
  ...schemaServers,
  ...pagingServers,
  ...created(),
  ...locks(),
  ...titles(),
  ...histories(),
  ...jobs(),
  ...views(),
  ...times(),
  ...deletions(),
  ...projects(),
  ...concurrent(),
  ...frames(),
  ...stops(),
  ...deltas(),
  ...calls(),
  ...usages(),
  ...inputs(),
  ...liveness(),
  ...statuses(),
  ...contentTypes(),
  ...credentials(),
  ...readings,
  ...otherRefusals(),
  ...unknownSessions(),
  ...methods(),
  ...unprocessable(),
  ...unchecked(),
  ...refusedThoughValid(),
];

/**
 * Servers that each violate one small clause of the contract. Their rules were selected by hand from the report of a
 * run: `npm run bench:detection -- --only broken --name NAME --record FILE`.
 */
export const brokenServers: DetectableServer[] = servers.map((server) => ({
  ...server,
  rules: (expectedRules as Record<string, string[]>)[server.name] ?? [],
}));
