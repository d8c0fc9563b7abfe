import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../contract-tests/report/report.ts';
import schema from '../../contract-tests/report.schema.json' with { type: 'json' };
import { packageRoot } from '../../src/shared/package-root.ts';
import { type Defect, startMuseum } from '../support/museum-server.ts';
import { mockForTest, runCli } from '../support/run-cli.ts';

const token = 'museum:a-long-password';
const folder = mkdtempSync(join(tmpdir(), 'any-server-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isReport = ajv.compile(schema);
const fileOf = (name: string) => join(packageRoot, 'test/specs', name);

async function testServer(name: string, url: string, ...more: string[]) {
  const directory = mkdtempSync(join(folder, 'report-'));
  const args = ['test', '--spec', fileOf(name), '--base-url', url, '--report-dir', directory, ...more];
  const { code, stdout, stderr } = await runCli(args, { LLAMA_CLOUD_API_KEY: token });
  const texts = ['report.json', 'report.html', 'junit.xml'].map((file) => {
    try {
      return readFileSync(join(directory, file), 'utf8');
    } catch {
      return '';
    }
  });
  const report: Report | undefined = texts[0] ? JSON.parse(texts[0]) : undefined;
  if (report) expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  const secret = Buffer.from(token).toString('base64');
  for (const text of [stdout, stderr, ...texts]) {
    expect(text).not.toContain('a-long-password');
    expect(text).not.toContain(secret);
  }
  return { code, stdout, stderr, report };
}

async function museumForTest(defect?: Defect) {
  const museum = await startMuseum(defect);
  onTestFinished(museum.close);
  return museum;
}

const brokenRules = (report: Report | undefined) => [...new Set(report?.violations.map(({ rule }) => rule))];

describe('the mock of another document passes the tests of that document', { timeout: 60_000 }, () => {
  test.each([
    ['museum.json', ['getTicketCode']],
    ['museum-events.yaml', ['createEvent', 'getEvent', 'changeEvent', 'cancelEvent', 'listEvents']],
    ['trains.yaml', ['get-stations']],
    ['telemetry.yaml', ['followReadings', 'followAlarms', 'readLog']],
    ['completions.yaml', ['createResponse']],
    ['orders.yaml', ['addOrder', 'getOrder']],
  ])('%s', async (name, operations) => {
    const { url } = await mockForTest(['--spec', fileOf(name)]);
    const { code, stdout, report } = await testServer(name, url, '--timeout', '10000');
    expect(code, stdout).toBe(0);
    expect(report?.violations).toEqual([]);
    expect(report?.coverage.operations).toEqual(expect.arrayContaining(operations));
    expect(stdout).toMatch(/not applicable: \d+ rules\. The rule is about the Chat API/);
  });

  test('tests forms and uploads, too, and reports the number of operations', async () => {
    const { url } = await mockForTest(['--spec', fileOf('completions.yaml')]);
    const { report } = await testServer('completions.yaml', url);
    expect(report?.untried).toBeUndefined();
    expect(report?.coverage.operations).toContain('uploadFile');
    expect(report?.tried?.operations).toBe(report?.tried?.documented);
    expect(report?.skipped).toContainEqual({
      rule: 'title-set',
      reason: 'The rule is about the Chat API, and the document does not have its operations.',
    });
    expect(report?.contract).toEqual({ title: 'Completions', version: '1.0.0' });
  });

  test.each([
    ['trains.yaml', 'no-allow', 'allow-names-methods'],
    ['completions.yaml', 'no-authentication', 'credential-required'],
    ['telemetry.yaml', 'no-allow', 'allow-names-methods'],
    ['telemetry.yaml', 'unknown-path-answered', 'unknown-path-refused'],
    ['museum.json', 'accepts-any-credential', 'wrong-credential-refused'],
  ])('%s with the fault %s violates %s', async (name, fault, rule) => {
    const { url } = await mockForTest(['--spec', fileOf(name), '--fault', fault]);
    const { code, report, stdout } = await testServer(name, url);
    expect(brokenRules(report), stdout).toEqual([rule]);
    expect(code).toBe(1);
  });
});

describe('an unrelated server', { timeout: 60_000 }, () => {
  test('is tested, and its data is unchanged afterwards', async () => {
    const museum = await museumForTest();
    const { code, stdout, report } = await testServer('museum-events.yaml', museum.url, '--strict');
    expect(brokenRules(report), stdout).toEqual([]);
    expect(code).toBe(0);
    expect(report?.coverage.operations).toContain('cancelEvent');
    expect(report?.leftBehind).toEqual([]);
    expect([...museum.events.values()].map(({ name }) => name)).toEqual(['Of somebody else']);
  });

  test.each<[Defect, string]>([
    ['price-as-text', 'response-body-schema'],
    ['created-with-202', 'status-documented'],
    ['plain-text', 'content-type-documented'],
    ['no-credential-needed', 'credential-required'],
    ['any-limit', 'request-bound-refused'],
    ['fails-on-change', 'no-server-error'],
  ])('with the defect %s violates %s', async (defect, rule) => {
    const museum = await museumForTest(defect);
    const { code, report, stdout } = await testServer('museum-events.yaml', museum.url);
    expect(brokenRules(report), stdout).toEqual([rule]);
    expect(code).toBe(1);
  });

  test('receives only reads with --read-only', async () => {
    const museum = await museumForTest();
    const { code, stdout, report } = await testServer('museum-events.yaml', museum.url, '--read-only');
    expect(code, stdout).toBe(0);
    expect(museum.asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
    expect(report?.untried?.map(({ operation }) => operation)).toContain('createEvent');
  });

  test('receives no request with --plan', async () => {
    const museum = await museumForTest();
    const { code, stdout } = await testServer('museum-events.yaml', museum.url, '--plan');
    expect(code).toBe(0);
    expect(stdout).toContain('/events/{eventId}');
    expect(museum.asked).toEqual([]);
  });

  test('reports options of the Chat API without effect, and rejects its rules', async () => {
    const museum = await museumForTest();
    const { stderr } = await testServer('museum-events.yaml', museum.url, '--index-id', 'one');
    expect(stderr).toContain('--index-id has no effect: it applies to the Chat API only.\n');
    const wrong = await testServer('museum-events.yaml', museum.url, '--rule', 'title-set');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--rule title-set cannot be checked') });
  });
});
