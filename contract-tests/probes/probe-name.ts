/** A part of a run that rules can require. Sessions are created if one of them needs them. */
export const probeNames = [
  'sessions',
  'paging',
  'conversation',
  'unbound',
  'interruption',
  'constraints',
  'generated',
  'credentials',
  'methods',
  'unknown',
  'projects',
  'scopes',
  'end',
  'deletion',
] as const;

export type ProbeName = (typeof probeNames)[number];

/** Probes that send nothing that creates, changes or deletes. */
export const readOnlyProbes: readonly ProbeName[] = ['paging', 'constraints', 'generated', 'credentials', 'unknown'];
