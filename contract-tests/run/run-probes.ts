import type { Operation } from '../../src/openapi/contract.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { readBystanders } from '../probes/bystanders.ts';
import { holdBoundConversation, holdUnboundConversation, refuseFirstTurn } from '../probes/conversation.ts';
import { tryCredentials } from '../probes/credentials.ts';
import { deleteSession } from '../probes/deletion.ts';
import { tryGenerated } from '../probes/generated.ts';
import { interruptAgain, interruptTurn } from '../probes/interruption.ts';
import { tryMethods } from '../probes/methods.ts';
import { tryOperations } from '../probes/operations.ts';
import { walk, walkList } from '../probes/paging.ts';
import type { Probe } from '../probes/probe.ts';
import { type ProbeName, readOnlyProbes } from '../probes/probe-name.ts';
import { tryOtherProject, tryScopes } from '../probes/projects.ts';
import { tryConstraints } from '../probes/requests.ts';
import { createSessions, readCreated } from '../probes/sessions.ts';
import { settleAll } from '../probes/settle-all.ts';
import { createTargets, type Targets } from '../probes/targets.ts';
import { tryUnknownPath } from '../probes/unknown-path.ts';
import { tryUnknownSession } from '../probes/unknown-session.ts';
import { isChatApi } from '../rules/support/chat-api.ts';

interface RunParts {
  wanted: ReadonlySet<ProbeName>;
  clock: Clock;
  signal: AbortSignal;
}

/** Runs the probes in the order of their dependencies, as many as possible at once. */
export async function runProbes(probe: Probe, { wanted, clock, signal }: RunParts): Promise<void> {
  const { readOnly } = probe.run.options;
  const has = (name: ProbeName) => wanted.has(name) && (!readOnly || readOnlyProbes.includes(name));
  const chatApi = isChatApi(probe.run.contract);
  const followed = chatApi ? await startSessions(probe, has) : undefined;
  const targets = createTargets(probe);
  // Whether the server of another API has the resources of the document is known only after each operation was tested.
  const operated = chatApi ? undefined : targets.then((ready) => tryOperations(probe, ready));
  const withTargets = async (run: (ready: Targets) => Promise<void>) => {
    await operated;
    return run(await targets);
  };
  const constraintsOf = (isConcerned: (operation: Operation) => boolean) =>
    has('constraints')
      ? withTargets((ready) => tryConstraints(probe, ready, probe.run.contract.operations.filter(isConcerned)))
      : Promise.resolve();
  // A series of possible turns takes long, so it begins first; requests without turns do not wait for it.
  const turnConstraints = constraintsOf(({ stream }) => stream !== undefined);
  const constraints = constraintsOf(({ stream }) => !stream);
  const probes: [ProbeName, () => Promise<void>][] = [
    ['credentials', () => withTargets((ready) => tryCredentials(probe, ready))],
    ['methods', () => withTargets((ready) => tryMethods(probe, ready))],
    ['unknown', () => tryUnknownPath(probe)],
    ['constraints', () => settleAll([constraints, turnConstraints])],
  ];
  const unbound = chatApi && has('unbound') ? holdUnboundConversation(probe) : Promise.resolve();
  const chatProbes: [ProbeName, () => Promise<void>][] = [
    [
      'conversation',
      async () => {
        if (followed !== undefined) await holdBoundConversation(probe, followed);
        probe.run.endEssentialTurns();
      },
    ],
    ['unbound', () => unbound],
    [
      'interruption',
      async () => {
        await interruptTurn(probe, clock, signal);
        // With the turns that others did not use. Those of the conversation are reserved.
        await Promise.allSettled([unbound, turnConstraints]);
        await interruptAgain(probe, clock, signal);
      },
    ],
    ['projects', () => withTargets((ready) => tryOtherProject(probe, ready))],
    ['scopes', () => tryScopes(probe)],
    ['unknown', () => withTargets((ready) => tryUnknownSession(probe, ready))],
    ['generated', () => constraints.catch(() => {}).then(() => withTargets((ready) => tryGenerated(probe, ready)))],
  ];
  const chosen = [...(chatApi ? chatProbes : []), ...probes].filter(([name]) => has(name));
  await settleAll([operated ?? targets, ...chosen.map(([, start]) => start())]);
  if (readOnly || !chatApi) return;
  if (has('end')) await settleAll([walk(probe, 100, 'end'), readBystanders(probe)]);
  if (has('deletion')) await deleteSession(probe, await targets);
}

/** Creates the sessions that are followed, and walks through the list before anything changes. */
async function startSessions(probe: Probe, has: (name: ProbeName) => boolean): Promise<string | undefined> {
  const { readOnly } = probe.run.options;
  if (!readOnly) await createSessions(probe);
  let followed: string | undefined;
  await settleAll([
    ...(readOnly ? [] : [readCreated(probe)]),
    ...(has('paging') ? [walkList(probe)] : []),
    ...(has('conversation') ? [refuseFirstTurn(probe).then((session) => (followed = session))] : []),
  ]);
  return followed;
}
