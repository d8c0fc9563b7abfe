import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMock, type RunningMock, startMock } from '../../mock/index.ts';
import { prepareDocument } from '../../src/docs/prepare-document.ts';
import { generateFiles } from '../../src/generate/generate-files.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { runCli } from '../support/run-cli.ts';
import { brokenRules, runContract } from '../support/run-contract.ts';
import { createSpecCopies } from '../support/spec-copy.ts';

const path = '/api/v1/chat/{session_id}/rating';
const copies = createSpecCopies();
let spec = '';
let document: OpenApiDocument;
let files: Map<string, string>;

/** An eighth operation, as a contributor adds it: a file and a line. */
const operation = `parameters:
  - $ref: ../parameters/SessionId.yaml
post:
  operationId: rateSession
  tags: [Sessions]
  summary: Rate a session
  description: Keeps how content the user is with the answers. Fails with 404 where the session is not there.
  requestBody:
    description: The rating.
    required: true
    content:
      application/json:
        schema:
          type: object
          title: Rating
          description: How content the user is.
          required: [stars]
          properties:
            stars:
              type: integer
              format: int32
              description: From one star to five.
              minimum: 1
              maximum: 5
              x-provenance: assumed
        examples:
          good:
            value:
              stars: 4
  responses:
    "200":
      description: The rating as it was kept.
      x-provenance: assumed
      content:
        application/json:
          schema:
            type: object
            title: Kept rating
            description: What was kept.
            required: [stars, average]
            properties:
              stars:
                type: integer
                format: int32
                description: From one star to five.
                minimum: 1
                maximum: 5
                x-provenance: assumed
              average:
                type: number
                description: The average of all ratings of the session.
          examples:
            good:
              value:
                stars: 4
                average: 3.5
    "401":
      $ref: ../responses/Unauthorized.yaml
    "404":
      $ref: ../responses/NotFound.yaml
    "422":
      $ref: ../responses/UnprocessableContent.yaml
    "429":
      $ref: ../responses/TooManyRequests.yaml
    "500":
      $ref: ../responses/InternalServerError.yaml
`;

beforeAll(async () => {
  const copy = copies.make('added', [
    { file: 'openapi.yaml', text: 'components:\n', by: `  ${path}:\n    $ref: paths/rating.yaml\ncomponents:\n` },
  ]);
  writeFileSync(join(copy, 'paths/rating.yaml'), operation);
  spec = join(copy, 'openapi.yaml');
  document = (await openDocument(spec)).bundle;
  files = new Map((await generateFiles(document)).map((file) => [file.path, file.text]));
});
afterAll(() => copies.remove());

describe('an operation that is added only to the contract', () => {
  it('satisfies the lint rules of the contract', async () => {
    const { code, stdout } = await runCli(['lint', spec, '--rules', 'house']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('clean') });
  });

  it('has types and a method of the client', () => {
    expect(files.get('types.ts')).toMatch(/rateSession: \{[\s\S]*stars: number;[\s\S]*average: number;/);
    expect(files.get('operations.ts')).toContain(`"path": "${path}"`);
    expect(files.get('client.ts')).toMatch(/rateSession\(sessionId: string, body: [^)]*\): Promise</);
  });

  it('is served by the mock, with its bounds', async () => {
    const mock = createMock({ document, speed: 'max' });
    const rate = (stars: unknown) =>
      mock.fetch(
        new Request('http://mock/api/v1/chat/ses_demo_welcome/rating', {
          method: 'POST',
          headers: { authorization: 'Bearer any', 'content-type': 'application/json' },
          body: JSON.stringify({ stars }),
        }),
      );
    const kept = await rate(5);
    expect(kept.status).toBe(200);
    expect(await kept.json()).toEqual({ stars: 4, average: 3.5 });
    const refused = await rate(6);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ detail: [{ loc: ['body', 'stars'] }] });
  });

  it('is documented', () => {
    const { post } = (prepareDocument(document).paths as Record<string, { post: object }>)[path] ?? {};
    expect(JSON.stringify(post)).toContain('From one star to five. _Provenance: assumed._');
  });
});

describe('the contract tests of an added operation', () => {
  let mock: RunningMock | undefined;
  afterAll(() => mock?.close());

  it('test it, pass on a correct server, and fail on a faulty one', async () => {
    mock = await startMock({ document, speed: 'max', seed: 'none', token: 'the-right-token' });
    const contract = readContract(document);
    const { seen, outcomes } = await runContract(mock.url, { contract });
    const tried = seen.exchanges.filter((exchange) => exchange.operation === 'rateSession');
    expect(tried.length).toBeGreaterThan(5);
    // The mock responds with an example, whichever session is named: that the session is found shows that the run looks
    // for it.
    expect(brokenRules(outcomes)).toEqual(['deleted-session-gone', 'unknown-session-refused']);

    // A server without the change, and a contract with another bound.
    const stricter = JSON.parse(JSON.stringify(document).replaceAll('"maximum":5', '"maximum":3'));
    const broken = await runContract(mock.url, { contract: readContract(stricter) });
    expect(brokenRules(broken.outcomes).length).toBeGreaterThan(1);
  });
});
