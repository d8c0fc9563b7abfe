import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import document from '../../generated/openapi.json' with { type: 'json' };
import { type RunningMock, startMock } from '../../mock/index.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { closedAddress } from '../support/run-cli.ts';

// A few hundred requests to Prism as its users run it, and to this mock with --stateless: the responses are equal, or
// there is a reason.

interface Sent {
  name: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number;
  type: string | null;
  body: unknown;
}

/** The allowed differences, with reasons. The first match counts. */
const reasons: { reason: string; fits(sent: Sent, prism: Answer, ours: Answer): boolean }[] = [
  {
    reason: 'the 422 names the true fields, where Prism sends the sample of the contract',
    fits: (_, prism, ours) => prism.status === 422 && ours.status === 422 && isFieldList(ours.body),
  },
  {
    reason: 'bounds of query parameters are no matter to examples: the SDK tests its calls with page_size=0',
    fits: (sent, prism, ours) => /page_size=(0|-\d)/.test(sent.path) && prism.status === 422 && ours.status === 200,
  },
  {
    reason: 'an empty parameter is an empty text and no UUID, where Prism takes it for null',
    fits: (sent, prism, ours) => /_id=$/.test(sent.path) && prism.status < 300 && ours.status === 422,
  },
  {
    reason: 'a body is judged as JSON Schema 2020-12, whose nullable unions and formats Prism misses',
    fits: (sent, prism, ours) => sent.body !== undefined && prism.status < 300 && ours.status === 422,
  },
  {
    reason: 'Prism answers a Prefer on a stream with its own error or with another content type',
    fits: (sent, prism, ours) =>
      sent.path.endsWith('/stream') && sent.headers?.prefer !== undefined && (prism.status >= 500 || ours.status < 300),
  },
  {
    reason: 'refusals have the error shape of the contract, where Prism sends its own problem+json or none',
    fits: (_, prism, ours) => ours.status >= 400 && isOwnProblem(prism) && hasDetail(ours),
  },
  {
    reason: 'a refusal says what to do, where Prism sends the sample of the contract',
    fits: (_, prism, ours) => prism.status === ours.status && ours.status === 401 && hasDetail(ours),
  },
  {
    reason: 'a made-up body is made up anew each time',
    fits: (sent, prism, ours) => /dynamic=true/.test(sent.headers?.prefer ?? '') && prism.status === ours.status,
  },
];

let prism: ChildProcess;
let prismUrl: string;
let ours: RunningMock;

beforeAll(async () => {
  prismUrl = await closedAddress();
  const manifest = createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json');
  const program = join(dirname(manifest), 'dist/index.js');
  const args = [program, 'mock', 'generated/openapi.json', '--port', new URL(prismUrl).port, '--host', '127.0.0.1'];
  prism = spawn(process.execPath, args, { cwd: packageRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    prism.stdout!.on('data', (text) => /listening/i.test(String(text)) && resolve());
    prism.once('close', (code) => reject(new Error(`Prism ended with ${code}.`)));
  });
  ours = await startMock({ stateless: true, speed: 'max' });
}, 60_000);
afterAll(async () => {
  prism.kill('SIGKILL');
  await ours.close();
});

test('returns every documented response as Prism does, or differs for a stated reason', async () => {
  const requests = allRequests();
  expect(requests.length).toBeGreaterThan(250);
  const unexplained: unknown[] = [];
  const used = new Set<string>();
  let same = 0;
  for (const sent of requests) {
    const [prismAnswer, ourAnswer] = await Promise.all([send(prismUrl, sent), send(ours.url, sent)]);
    if (isDeepStrictEqual(prismAnswer, ourAnswer)) {
      same++;
      continue;
    }
    const found = reasons.find(({ fits }) => fits(sent, prismAnswer, ourAnswer));
    if (found) used.add(found.reason);
    else unexplained.push({ sent, prism: prismAnswer, ours: ourAnswer });
  }
  expect(unexplained).toEqual([]);
  expect(same).toBeGreaterThan(requests.length / 3);
  // An unused reason must be removed.
  expect(reasons.map(({ reason }) => reason).filter((reason) => !used.has(reason))).toEqual([]);
}, 60_000);

async function send(url: string, { method, path, headers = {}, body }: Sent): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: 'Bearer x',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type')?.split(';')[0] ?? null;
  return { status: response.status, type, body: type?.includes('json') ? JSON.parse(text) : text };
}

/**
 * Every operation: plain, with each documented status and example, generated, without a credential, and with invalid
 * values.
 */
function allRequests(): Sent[] {
  const bodies: Record<string, unknown> = {
    createSession: { index_ids: ['a'] },
    generateSessionTitle: { first_message: 'Hello' },
    streamMessages: { index_ids: ['a'], prompt: 'Hello' },
  };
  return readContract(document).operations.flatMap(({ id, method, path: template, responses }): Sent[] => {
    const path = template.replace('{session_id}', 'session_id');
    const body = bodies[id] === undefined ? {} : { body: JSON.stringify(bodies[id]) };
    const plain = { name: id, method, path, ...body };
    const prefer = (value: string): Sent => ({ ...plain, name: `${id} ${value}`, headers: { prefer: value } });
    const examples = Object.values(responses).flatMap(({ status, content }) =>
      Object.values(content).flatMap((media) =>
        Object.keys(media.examples).map((name) => prefer(`code=${status}, example=${name}`)),
      ),
    );
    return [
      plain,
      ...['a', '0', 'x%20y', '%F0%9F%98%80', 'x'.repeat(200)].map((one) => ({
        ...plain,
        path: template.replace('{session_id}', one),
      })),
      ...Object.keys(responses).map((status) => prefer(`code=${status}`)),
      ...examples,
      prefer('code=418'),
      prefer('example=nope'),
      prefer('dynamic=true'),
      { ...plain, headers: { authorization: '' } },
      { ...plain, method: 'PATCH' },
      { ...plain, path: `${path}/unknown` },
      ...queries.map((query) => ({ ...plain, path: `${path}?${query}` })),
      ...(id === 'listSessions' ? ['page_size=0&page_token=x', 'page_size=-1', 'page_size=x', 'page_size=3'] : []).map(
        (query) => ({ ...plain, path: `${path}?${query}` }),
      ),
      ...(bodies[id] === undefined ? [] : badBodies(id).map((bad) => ({ ...plain, body: bad }))),
    ];
  });
}

const uuid = '182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e';
const queries = [
  `project_id=${uuid}`,
  `organization_id=${uuid}`,
  `project_id=${uuid}&organization_id=${uuid}`,
  'project_id=x',
  'organization_id=x',
  'project_id=',
  'unknown=1',
  'unknown',
];

function badBodies(id: string): string[] {
  const values: Record<string, unknown[]> = {
    createSession: [
      { index_ids: 7 },
      { index_ids: 'a' },
      { index_ids: [7] },
      { index_ids: [null] },
      { index_ids: {} },
      { index_ids: Array(11).fill('a') },
      { index_ids: null },
      [],
      'text',
      7,
      true,
      null,
    ],
    generateSessionTitle: [{}, { first_message: '' }, { first_message: 7 }, { first_message: null }, [], null, 'x'],
    streamMessages: [
      {},
      { prompt: 'x' },
      { index_ids: ['a'] },
      { index_ids: [], prompt: 'x' },
      { index_ids: null, prompt: 'x' },
      { index_ids: ['a'], prompt: 'x'.repeat(1001) },
      { index_ids: ['a'], prompt: 7 },
      { index_ids: ['a'], prompt: null },
      { index_ids: [7], prompt: 'x' },
      [],
    ],
  };
  return (values[id] ?? []).map((value) => JSON.stringify(value));
}

function isFieldList(body: unknown): boolean {
  const { detail } = body as { detail?: { loc?: unknown; msg?: unknown; type?: unknown }[] };
  return Array.isArray(detail) && detail.every((one) => Array.isArray(one.loc) && typeof one.msg === 'string');
}

function isOwnProblem({ type, body }: Answer): boolean {
  return type === 'application/problem+json' || body === '';
}

function hasDetail({ body }: Answer): boolean {
  return typeof (body as { detail?: unknown }).detail === 'string';
}
