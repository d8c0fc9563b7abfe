import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'chat-contract-diff-test-'));
const spec = join(folder, 'api/spec/openapi.yaml');
const changes = [
  { file: 'schemas/StreamMessagesRequest.yaml', text: 'maxLength: 1000', by: 'maxLength: 500' },
  { file: 'stream-protocol.yaml', text: 'unique: session', by: 'unique: stream' },
  { file: 'paths/chat.yaml', text: 'summary: List sessions', by: 'summary: List all sessions' },
];

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', folder, ...identity, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

// A repository with the contract in it, and a newer work tree.
beforeAll(() => {
  mkdirSync(join(folder, 'api'));
  cpSync(join(packageRoot, 'spec'), join(folder, 'api/spec'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=The contract');
  git('tag', 'v1');
  for (const { file, text, by } of changes) {
    const path = join(folder, 'api/spec', file);
    const before = readFileSync(path, 'utf8');
    expect(before).toContain(text);
    writeFileSync(path, before.replace(text, by));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('chat-contract diff', () => {
  it('compares the work tree with a branch, and leaves the repository unchanged', async () => {
    const before = git('status', '--porcelain');
    const { code, stdout, stderr } = await runCli(['diff', 'main', '--spec', spec, '--format', 'json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ base: 'main', breaking: 2 });
    const line = (file: string, text: string) =>
      readFileSync(join(folder, 'api/spec', file), 'utf8')
        .split('\n')
        .findIndex((one) => one.includes(text)) + 1;
    expect(report.changes).toMatchObject([
      {
        breaking: true,
        breaks: ['client'],
        rule: 'schema-constraint-changed',
        operation: 'POST /api/v1/chat/{session_id}/messages/stream',
        place: {
          side: 'head',
          file: join(folder, 'api/spec/schemas/StreamMessagesRequest.yaml'),
          line: line('schemas/StreamMessagesRequest.yaml', 'maxLength: 500'),
        },
      },
      {
        breaking: true,
        breaks: ['client'],
        rule: 'stream-lifecycle-unique',
        place: {
          file: join(folder, 'api/spec/stream-protocol.yaml'),
          line: line('stream-protocol.yaml', 'name: call,'),
        },
      },
      { breaking: false, breaks: [], operation: 'GET /api/v1/chat' },
    ]);
    expect(git('status', '--porcelain')).toBe(before);
  });

  it('compares two revisions, and succeeds without changes', async () => {
    expect(await runCli(['diff', 'v1', 'main', '--spec', spec])).toEqual({
      code: 0,
      stdout: 'No change.\n',
      stderr: '',
    });
  });

  it('names the revision of a removed operation', async () => {
    const base = join(packageRoot, 'generated/openapi.json');
    const head = join(folder, 'head.json');
    const document = JSON.parse(readFileSync(base, 'utf8'));
    delete document.paths['/api/v1/chat/{session_id}/title'];
    writeFileSync(head, JSON.stringify(document));
    const { code, stdout } = await runCli(['diff', 'v1', head, '--spec', spec]);
    expect(code).toBe(1);
    expect(stdout).toContain('breaking for client  /api/v1/chat/{session_id}/title  path-removed');
    expect(stdout).toMatch(/\n {2}v1:api\/spec\/\S+:\d+:\d+\n/);
  });

  it('fails on harmless changes with --fail-on any', async () => {
    const [base, head] = [join(packageRoot, 'generated/openapi.json'), join(folder, 'harmless.json')];
    const document = JSON.parse(readFileSync(base, 'utf8'));
    document.info.description = 'Another one.';
    writeFileSync(head, JSON.stringify(document, null, 2));
    expect((await runCli(['diff', base, head])).code).toBe(0);
    expect((await runCli(['diff', base, head, '--fail-on', 'any'])).code).toBe(1);
  });

  it('writes annotations and a table', async () => {
    const github = await runCli(['diff', 'main', '--spec', spec, '--format', 'github']);
    expect(github.stdout).toMatch(
      /^::error file=\S+StreamMessagesRequest\.yaml,line=\d+,col=\d+,title=breaking for client/,
    );
    const markdown = await runCli(['diff', 'main', '--spec', spec, '--format', 'markdown']);
    expect(markdown.stdout).toContain('2 breaking, 1 harmless changes.');
    expect(markdown.stdout).toMatch(/^\| `POST \/api\/v1\/chat\/\{session_id\}\/messages\/stream` \| `maxLength` of/m);
  });

  it.each([
    ['a name that is neither file nor revision', ['nowhere'], /nowhere is neither a file nor a git revision/],
    [
      'a revision without the contract',
      ['main', '--spec', join(folder, 'api/other.yaml')],
      /has no file api\/other\.yaml/,
    ],
    ['a file that is no contract', [join(packageRoot, 'package.json')], /package\.json/],
    [
      'an unknown format',
      ['main', '--format', 'xml'],
      /Unknown --format xml\. Expected stylish, github, markdown or json/,
    ],
  ])('reports %s as a usage error in one line', async (_, args, message) => {
    const { code, stderr } = await runCli(['diff', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
