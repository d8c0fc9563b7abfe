/** The status of a rule as `report.json` writes it. */
export type RuleStatus = 'kept' | 'violated' | 'warned' | 'not exercised';

/** How a rule's status is displayed: its word, mark and plural. */
export const ruleStatuses = {
  violated: { word: 'fails', mark: '✗', many: 'fail' },
  warned: { word: 'warns', mark: '!', many: 'warn' },
  kept: { word: 'passes', mark: '✓', many: 'pass' },
  'not exercised': { word: 'skipped', mark: '·', many: 'skipped' },
} as const satisfies Record<RuleStatus, { word: string; mark: string; many: string }>;
