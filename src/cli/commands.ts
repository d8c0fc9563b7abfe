import type { CommandDefinition } from './command.ts';

/** Every command: its summary, and a function that loads its file when it is called. */
export const commands: Record<string, { summary: string; load(): Promise<{ command: CommandDefinition }> }> = {
  lint: { summary: 'check the contract with Redocly and Spectral', load: () => import('./commands/lint.ts') },
  diff: {
    summary: 'compare two versions of the contract',
    load: () => import('./commands/diff.ts'),
  },
  docs: { summary: 'write the contract as one HTML page', load: () => import('./commands/docs.ts') },
  generate: {
    summary: 'write types, client and bundles from the contract',
    load: () => import('./commands/generate.ts'),
  },
  mock: { summary: 'serve a mock of the API', load: () => import('./commands/mock.ts') },
  test: { summary: 'run the contract tests against a live server', load: () => import('./commands/test.ts') },
  proxy: {
    summary: 'validate, record, replay and disturb live traffic',
    load: () => import('./commands/proxy.ts'),
  },
  record: { summary: 'record a live turn of the Chat API', load: () => import('./commands/record.ts') },
  scenario: { summary: 'check scenario files, or write a new one', load: () => import('./commands/scenario.ts') },
  rules: { summary: 'list the rules of the contract tests', load: () => import('./commands/rules.ts') },
};
