import type { BrokenServer } from './alter.ts';
import { calls } from './broken/calls.ts';
import { concurrent } from './broken/concurrency.ts';
import { contentTypes } from './broken/content-type.ts';
import { created } from './broken/creation.ts';
import { credentials, readings } from './broken/credential.ts';
import { deletions } from './broken/deletion.ts';
import { deltas } from './broken/deltas.ts';
import { frames } from './broken/framing.ts';
import { histories } from './broken/history.ts';
import { inputs } from './broken/input.ts';
import { jobs } from './broken/job-metadata.ts';
import { liveness } from './broken/liveness.ts';
import { locks } from './broken/lock.ts';
import { methods } from './broken/method.ts';
import { pagingServers } from './broken/paging.ts';
import { projects } from './broken/project.ts';
import { otherRefusals } from './broken/refusal.ts';
import { refusedThoughValid } from './broken/refused.ts';
import { schemaServers } from './broken/schema.ts';
import { statuses } from './broken/status.ts';
import { stops } from './broken/stop.ts';
import { times } from './broken/timestamp.ts';
import { titles } from './broken/title.ts';
import { unchecked } from './broken/unchecked.ts';
import { unknownSessions } from './broken/unknown-session.ts';
import { usages } from './broken/usage.ts';
import { unprocessable } from './broken/validation-form.ts';
import { views } from './broken/view.ts';

/** Servers that each break one small clause of the contract. */
export const brokenServers: BrokenServer[] = [
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
