import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type StartOptions, startMock } from '../../mock/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { installPackage } from '../../test/support/install-package.ts';
import { closedAddress } from '../../test/support/run-cli.ts';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  env?: Record<string, string | number>;
  with?: Record<string, unknown>;
}
interface Workflow {
  env?: Record<string, string | number>;
  jobs: Record<string, { steps: Step[]; needs?: string; if?: string }>;
}
type Shell = Step & { run: string };

const read = (file: string): Workflow => parse(readFileSync(join(import.meta.dirname, file), 'utf8'));
const workflows = { contract: read('chat-contract.yml'), server: read('chat-contract-server.yml') };
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);

function stepOf(workflow: Workflow, name: string): Shell {
  const found = stepsOf(workflow).find((one) => one.name === name);
  if (!found?.run) throw new Error(`The workflow has no step ${name}.`);
  return found as Shell;
}

/** Fills in variables of the CI: `${{ vars.NAME }}` and the like. Unset variables are empty. */
const fill = (text: string | number, values: Record<string, string>) =>
  String(text).replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (_, expression: string) => values[expression] ?? '');

/** Runs a step as the CI's shell does. Background programs end with the test. */
async function runStep({ run, env = {} }: Shell, values: Record<string, string> = {}, cwd = packageRoot) {
  const own = Object.entries(env).map(([name, value]) => [name, fill(value, values)]);
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    GITHUB_ACTIONS: 'true',
    CI: 'true',
    NO_COLOR: '1',
    npm_config_offline: 'true',
    ...(values['env.PORT'] === undefined ? {} : { PORT: values['env.PORT'] }),
    ...Object.fromEntries(own),
  };
  const shell = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run];
  const child = spawn('bash', shell, { cwd, env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // Nothing was left.
    }
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, output };
}

/** The requirements of every contract-test run in a workflow. */
function checkOutput(output: string): void {
  expect(output).not.toMatch(/^\s+at .+:\d+:\d+/m);
  expect(output).not.toContain('key-of-the-deployment');
  expect(output.match(/^::(error|warning) /gm)?.length ?? 0).toBeLessThanOrEqual(10);
}

const reports = ['junit.xml', 'report.html', 'report.json'];
const readJson = (folder: string) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));

describe.each(Object.entries(workflows))('the workflow for the %s', (_, workflow) => {
  it('uses actions by their major version, and uploads the report of a failed run if there is one', () => {
    const used = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
    const upload = stepsOf(workflow).find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(upload).toMatchObject({ if: 'always()', with: { 'if-no-files-found': 'warn' } });
    expect(upload?.with?.path).toContain('contract-report');
    expect(stepOf(workflow, 'Contract tests').run).toContain('--report-dir contract-report');
  });

  it('hands no secret to pull requests', () => {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      if (JSON.stringify(job).includes('secrets.')) expect(job.if, name).toBe("github.event_name != 'pull_request'");
    }
  });
});

describe('the steps of the workflow for the contract', () => {
  const { contract } = workflows;

  it('are the steps that this test runs', () => {
    expect(stepsOf(contract).flatMap(({ run, name }) => (run ? name : []))).toEqual([
      'Install',
      'Lint',
      'Generated files are up to date',
      'No breaking change',
      'Install',
      'Contract tests',
    ]);
    // The package was installed before this test.
    expect(stepOf(contract, 'Install').run).toBe('npm ci');
  });

  it.each(['Lint', 'Generated files are up to date'])(
    '%s',
    async (name) => {
      const { code, output } = await runStep(stepOf(contract, name));
      expect(output).not.toContain('::error');
      expect(code).toBe(0);
    },
    120_000,
  );

  it('No breaking change', async ({ skip }) => {
    if (!existsSync(join(packageRoot, '.git'))) skip('this is no clone');
    // Replaces `origin/` and the branch with the checked-out commit.
    const compare = stepOf(contract, 'No breaking change');
    expect(compare.env?.BASE).toMatch(/^origin\/\$\{\{ github\.base_ref \}\}$/);
    expect(await runStep({ ...compare, env: { BASE: 'HEAD' } })).toMatchObject({ code: 0 });
  }, 120_000);

  it.each([
    ['with an index', 'idx_annual_reports'],
    ['with an empty index variable', ''],
  ])(
    'Contract tests pass on a server that conforms, %s',
    async (_, index) => {
      const { code, output, folder } = await testDeployment({}, index);
      expect(output).toMatch(/\d+ pass/);
      expect(code).toBe(0);
      expect(readdirSync(folder).sort()).toEqual(reports);
      expect(readJson(folder)).toMatchObject({ conforms: true });
    },
    120_000,
  );

  it('Contract tests fail on a server that does not conform, with annotations and a report', async () => {
    const { code, output, folder } = await testDeployment({ faults: ['stream-data-not-json'] });
    expect(code).toBe(1);
    expect(output).toMatch(/^::error title=stream-data-is-json::.+streamMessages.+$/m);
    expect(readdirSync(folder).sort()).toEqual(reports);
  }, 120_000);

  it('Contract tests say in one line that a server cannot be reached', async () => {
    const { code, output, folder } = await testAt(await closedAddress());
    expect(code).toBe(2);
    expect(output.trim().split('\n')).toEqual([expect.stringMatching(/^chat-contract: .+cannot be reached/)]);
    expect(readdirSync(folder)).toEqual([]);
  }, 120_000);

  /** Runs the step against a mock. */
  async function testDeployment(options: StartOptions, index?: string) {
    const mock = await startMock({ speed: 'max', token: 'key-of-the-deployment', ...options });
    onTestFinished(() => mock.close());
    return testAt(mock.url, index);
  }

  /** Runs the step against a URL, with its report in a separate folder. */
  async function testAt(url: string, index = '') {
    const folder = mkdtempSync(join(tmpdir(), 'contract-report-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const step = stepOf(contract, 'Contract tests');
    const here = { ...step, run: step.run.replace('contract-report', folder) };
    const values = {
      'vars.CHAT_BASE_URL': url,
      'secrets.CHAT_API_KEY': 'key-of-the-deployment',
      'vars.CHAT_INDEX_ID': index,
    };
    const result = await runStep(here, values);
    checkOutput(result.output);
    return { folder, ...result };
  }
});

describe('the steps of the workflow for the server', () => {
  const { server } = workflows;
  let root: string;
  let tarball: string;

  // Everything that the install step needs is already there, so it fetches nothing.
  beforeAll(() => {
    const installed = installPackage();
    root = dirname(installed.folder);
    tarball = installed.tarball;
    renameSync(installed.folder, join(root, 'chat-contract'));
  }, 120_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ['conforms', '', 0, reports],
    ['violates the contract', '--fault no-allow', 1, reports],
    ['does not start', undefined, 2, []],
  ])(
    'run one after the other, if the server %s',
    async (name, options, code, files) => {
      const repository = join(root, name.replaceAll(' ', '-'));
      mkdirSync(repository);
      const mock = `node "${packageRoot}/bin/chat-contract.js" mock --port $PORT --token test-token --speed max ${options}`;
      const start = options === undefined ? 'exit 1' : mock;
      writeFileSync(join(repository, 'package.json'), JSON.stringify({ private: true, scripts: { start } }));
      const values = {
        'env.PORT': new URL(await closedAddress()).port,
        'vars.CHAT_CONTRACT_PACKAGE': tarball,
      };
      const results: Record<string, { code: unknown; output: string }> = {};
      for (const step of stepsOf(server)) {
        if (!step.run || !step.name) continue;
        const wait = step.env?.SECONDS_TO_START !== undefined && options === undefined;
        const here = wait ? { ...step, env: { SECONDS_TO_START: 1 } } : step;
        results[step.name] = await runStep(here as Shell, values, repository);
      }
      const { 'Contract tests': tests, ...others } = results;
      expect(Object.keys(others)).toEqual(['Install the contract tests', 'Start the server', 'Wait for the server']);
      for (const [step, result] of Object.entries(others)) expect(result, step).toMatchObject({ code: 0 });
      expect(tests, tests?.output).toMatchObject({ code });
      checkOutput(tests?.output ?? '');
      if (code === 1) expect(tests?.output).toMatch(/^::error title=allow-names-methods::/m);
      if (code === 2) expect(tests?.output).toMatch(/^chat-contract: .+cannot be reached.+\n$/);
      expect(readdirSync(join(repository, 'contract-report')).sort()).toEqual(files);
      expect(existsSync(join(repository, 'server.log'))).toBe(true);
    },
    120_000,
  );
});
