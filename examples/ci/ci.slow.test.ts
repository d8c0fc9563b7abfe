import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type StartOptions, startMock } from '../../mock/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}
const { jobs } = parse(readFileSync(join(import.meta.dirname, 'chat-contract.yml'), 'utf8')) as {
  jobs: Record<string, { steps: Step[]; needs?: string; if?: string }>;
};
const steps = Object.values(jobs).flatMap((job) => job.steps);

function step(name: string): Step & { run: string } {
  const found = steps.find((one) => one.name === name);
  if (!found?.run) throw new Error(`The workflow has no step ${name}.`);
  return found as Step & { run: string };
}

/** Runs a step as the CI's shell does, its expressions replaced by what CI would put there. */
async function runStep({ run, env = {} }: Step & { run: string }, values: Record<string, string>) {
  const filled = Object.entries(env).map(([name, value]) => [
    name,
    value.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (_, expression: string) => {
      const given = values[expression];
      if (given === undefined) throw new Error(`The test has no value for ${expression}.`);
      return given;
    }),
  ]);
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GITHUB_ACTIONS: 'true',
    CI: 'true',
    NO_COLOR: '1',
  };
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run],
      { cwd: packageRoot, env: { ...environment, ...Object.fromEntries(filled) }, maxBuffer: 1e8 },
      (error, stdout, stderr) => resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}

describe('the workflow', () => {
  it('has no step that this test does not know', () => {
    expect(steps.flatMap(({ run, name }) => (run ? name : []))).toEqual([
      'Install',
      'Lint',
      'Generated files are fresh',
      'No breaking change',
      'Install',
      'Contract tests',
      'Annotate',
    ]);
    // Installing is what came before this test.
    expect(step('Install').run).toBe('npm ci');
    for (const { uses } of steps) if (uses) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
  });

  it('keeps the report of a failed run', () => {
    const upload = steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(upload).toMatchObject({ if: 'always()', with: { path: 'contract-report' } });
    expect(step('Contract tests').run).toContain('--report-dir contract-report');
  });

  it('hands no secret to pull requests', () => {
    for (const [name, job] of Object.entries(jobs)) {
      if (JSON.stringify(job).includes('secrets.')) expect(job.if, name).toBe("github.event_name != 'pull_request'");
    }
  });
});

describe('its steps', () => {
  it.each(['Lint', 'Generated files are fresh'])(
    '%s',
    async (name) => {
      const { code, output } = await runStep(step(name), {});
      expect(output).not.toContain('::error');
      expect(code).toBe(0);
    },
    60_000,
  );

  it('No breaking change', async ({ skip }) => {
    if (!existsSync(join(packageRoot, '.git'))) skip('this is no clone');
    if (!existsSync(join(packageRoot, 'src/cli/commands/diff.ts'))) skip('there is no command diff');
    // `origin/` and the branch: here the commit that is checked out stands for it.
    const compare = step('No breaking change');
    const here = { ...compare, env: { BASE: 'HEAD' } };
    expect(compare.env?.BASE).toMatch(/^origin\/\$\{\{ github\.base_ref \}\}$/);
    expect(await runStep(here, {})).toMatchObject({ code: 0 });
  }, 60_000);

  it('Contract tests, of a server that keeps the contract', async () => {
    const { code, folder } = await testDeployment({});
    expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'report.html', 'report.json']);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ conforms: true });
    expect(code).toBe(0);
  }, 60_000);

  it('Contract tests, of one that does not: it is annotated, and the report is there', async () => {
    const { code, output, folder } = await testDeployment({ faults: ['stream-data-not-json'] });
    expect(code).toBe(1);
    expect(output).toContain('stream-data-is-json');
    const annotations = await runStep(inFolder(step('Annotate'), folder), {});
    expect(annotations.output).toMatch(/^::error title=stream-data-is-json::streamMessages: .+$/m);
    expect(annotations.code).toBe(0);
    expect(readdirSync(folder)).toContain('report.html');
    expect(output).not.toContain('key-of-the-deployment');
  }, 60_000);
});

/** The step against a mock, its report in a folder of its own. */
async function testDeployment(options: StartOptions) {
  const token = 'key-of-the-deployment';
  const mock = await startMock({ speed: 'max', token, ...options });
  const folder = mkdtempSync(join(tmpdir(), 'contract-report-'));
  onTestFinished(async () => {
    await mock.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const here = inFolder(step('Contract tests'), folder);
  const values = {
    'vars.CHAT_BASE_URL': mock.url,
    'secrets.CHAT_API_KEY': token,
    'vars.CHAT_INDEX_ID': 'idx_annual_reports',
  };
  return { folder, ...(await runStep(here, values)) };
}

/** The step with its report in another folder than this clone's. */
function inFolder(one: Step & { run: string }, folder: string) {
  return { ...one, run: one.run.replace(/(\.\/)?contract-report/, folder) };
}
