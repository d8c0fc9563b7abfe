// Sends one valid request of every operation of a document to a mock in this process, and validates what it returns.
// node check-responses.mjs FILE: one line of JSON.

import { plainRequest } from '../../contract-tests/probes/cases/plain-request.ts';
import { buildRequest } from '../../contract-tests/run/http/build-request.ts';
import { createMock } from '../../mock/mock.ts';
import { type Operation, responseFor } from '../../src/openapi/contract.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import { hasNoValue } from '../../src/openapi/sample/has-no-value.ts';
import { createSchemaValidator } from '../../src/openapi/validate/schema-validator.ts';

const [file = ''] = process.argv.slice(2);
const { contract } = await openDocument(file);
const { document, operations } = contract;
const mock = createMock({ document, seed: 'none' });
const validate = createSchemaValidator(document);
const options = { baseUrl: 'http://mock', token: 'any-token' } as Parameters<typeof buildRequest>[0];
const how = { credential: 'valid' as const, method: undefined, userAgent: 'bench' };
const result = {
  operations: operations.length,
  sent: 0,
  /** Success responses whose schema contradicts itself: no body is valid, and they are not counted. */
  impossible: 0,
  valid: 0,
  slow: 0,
  slowest: 0,
  slowestUrl: '',
  first: '',
  faults: [] as string[],
};
for (const operation of operations) {
  const plain = plainRequest({ contract, validate }, operation, new Map());
  if (typeof plain === 'string') {
    result.faults.push(`${operation.id}: ${plain}`);
    continue;
  }
  result.sent += 1;
  const { sent } = buildRequest(options, operation, plain.parts, how);
  const { method, url, headers, body } = sent;
  if (method === 'GET') result.first ||= url.slice('http://mock'.length);
  const before = process.cpuUsage();
  const response = await mock.fetch(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }));
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  const text = await response.text();
  if (milliseconds > result.slowest) result.slowestUrl = `${method} ${operation.path}`;
  result.slowest = Math.max(result.slowest, Math.round(milliseconds));
  if (milliseconds > 100) result.slow += 1;
  const fault = judge(operation, response, text);
  if (fault === undefined) result.valid += 1;
  else if (isImpossible(operation, response)) {
    result.impossible += 1;
    result.sent -= 1;
  } else result.faults.push(`${method} ${url.slice(11)}: ${fault}`.slice(0, 300));
}
process.stdout.write(`${JSON.stringify(result)}\n`);
await mock.close();

function isImpossible(operation: Operation, { status, headers }: Response): boolean {
  const { schema } = responseFor(operation, status)?.content[headers.get('content-type') ?? ''] ?? {};
  return schema !== undefined && hasNoValue(document, schema);
}

function judge(operation: Operation, { status, headers }: Response, text: string): string | undefined {
  const response = responseFor(operation, status);
  if (!response) return `${status} is not documented ${text}`;
  const isSuccess = Object.keys(operation.responses).some((one) => /^2/.test(one));
  if (isSuccess && status >= 300) return `${status} ${headers.get('sl-violations')?.slice(0, 300) ?? text}`;
  const type = headers.get('content-type') ?? '';
  const schema = response.content[type]?.schema;
  if (!isJsonType(type) || schema === undefined || operation.method === 'HEAD') return undefined;
  const [first] = validate(schema, JSON.parse(text));
  return first && `${first.at.join('.')}: ${first.message}`;
}
