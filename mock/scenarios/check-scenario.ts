import type { Contract, Operation, StreamContract } from '../../src/openapi/contract.ts';
import { responseFor } from '../../src/openapi/contract.ts';
import { eventSchemaOf } from '../../src/openapi/event-schema.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import { namesInPath } from '../../src/openapi/path-item.ts';
import type { SchemaValidator, SchemaViolation } from '../../src/openapi/validate/schema-validator.ts';
import { cut } from '../../src/shared/excerpt.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { encodeFrame, framesOf, toArray } from '../streams/frame.ts';
import { createStreamReading } from '../streams/stream-reading.ts';
import {
  createPlaceholder,
  fillJson,
  type Placeholder,
  placeholderForms,
  unknownPlaceholders,
} from './placeholders.ts';
import type { PlainContent, Scenario, ScenarioProblem, ScenarioResponse, StreamContent } from './scenario.ts';

/** The parts that scenarios are checked against. */
export interface CheckParts {
  contract: Contract;
  validate: SchemaValidator;
}

/** A checked scenario. */
export interface CheckedScenario {
  problems: ScenarioProblem[];
  /** For each response, the ids of the operations that it fits. */
  fits: Map<ScenarioResponse, ReadonlySet<string>>;
}

/** Checks a scenario against the document: operations, placeholders, schemas and the protocol of the stream. */
export function checkScenario({ responses }: Scenario, parts: CheckParts): CheckedScenario {
  const problems: ScenarioProblem[] = [];
  const fits: CheckedScenario['fits'] = new Map();
  for (const response of responses) {
    const checked = checkResponse(response, parts);
    problems.push(...checked.problems);
    fits.set(response, new Set(checked.operations.map(({ id }) => id)));
  }
  return { problems, fits };
}

/** True if the name in a scenario refers to this operation. */
function namesOperation(name: string, { id, method, path }: Operation): boolean {
  return name === id || name.toLowerCase() === `${method} ${path}`.toLowerCase();
}

interface CheckedResponse {
  problems: ScenarioProblem[];
  operations: Operation[];
}

function checkResponse(response: ScenarioResponse, parts: CheckParts): CheckedResponse {
  const { conditions, content, unchecked, place } = response;
  const { operations } = parts.contract;
  const { operation: name } = conditions;
  const named = name === undefined ? operations : operations.filter((one) => namesOperation(name, one));
  const report = (message: string): CheckedResponse => ({ problems: [{ ...place, message }], operations: [] });
  if (named.length === 0) {
    return report(
      `The document has no operation ${cut(name ?? '', 60)}. It has ${operations.map(({ id }) => id).join(', ')}.`,
    );
  }
  const streaming = named.filter(({ stream }) => stream);
  if (content.kind === 'stream' && streaming.length === 0) {
    return report(name === undefined ? 'The document has no event stream.' : `${name} has no event stream.`);
  }
  // Without an operation, a plain response replaces a stream, not the response of any operation.
  const candidates = content.kind === 'stream' || (name === undefined && streaming.length > 0) ? streaming : named;
  if (unchecked) return { problems: [], operations: candidates };
  const results = candidates.map((operation) => ({ operation, problems: problemsFor(operation, response, parts) }));
  const suited = results.filter(({ problems }) => problems.length === 0);
  if (suited.length > 0) return { problems: [], operations: suited.map(({ operation }) => operation) };
  const [closest] = results.sort((one, other) => one.problems.length - other.problems.length);
  return { problems: closest!.problems, operations: [] };
}

function problemsFor(
  operation: Operation,
  { conditions, content, place }: ScenarioResponse,
  parts: CheckParts,
): ScenarioProblem[] {
  const { file } = place;
  const found =
    content.kind === 'plain' ? checkPlain(operation, content, parts) : checkStream(operation, content, parts);
  for (const { way } of conditions.when ?? []) {
    const message = way[0] === 'path' && unknownPathParameter(operation, way[1] ?? '');
    if (message) found.push({ line: place.line, message });
  }
  const unknown = unknownIn(Object.values(content.headers).join(), operation);
  if (unknown) found.push({ line: place.line, message: unknown });
  return found.map(({ line, message }) => ({ file, line, message }));
}

type Found = { line: number; message: string };

function checkPlain(operation: Operation, content: PlainContent, { validate }: CheckParts): Found[] {
  const { status, headers, body, line } = content;
  // RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5.
  if (body !== '' && [204, 205, 304].includes(status)) {
    return [{ line, message: `A response with the status ${status} has no body. Remove it, or change the status.` }];
  }
  const unknown = unknownIn(body, operation);
  if (unknown) return [{ line, message: unknown }];
  const type = headers['content-type'] ?? 'application/json';
  if (body === '' || !isJsonType(type)) return [];
  const value = parseJson(fillJson(body, samplePlaceholder(operation)));
  if (value === undefined) return [{ line, message: `The body is not JSON: ${cut(body, 60)}` }];
  const media = Object.entries(responseFor(operation, status)?.content ?? {}).find(([name]) => isJsonType(name));
  const schema = media?.[1].schema;
  return schema === undefined ? [] : explain(validate(schema, value), 'The body').map((message) => ({ line, message }));
}

function checkStream(operation: Operation, content: StreamContent, { validate }: CheckParts): Found[] {
  const stream = operation.stream as StreamContract;
  const { protocol, types } = stream;
  const found: Found[] = [];
  const reading = createStreamReading(protocol, { types });
  const sample = samplePlaceholder(operation);
  const frames = toArray(framesOf(content.steps, protocol, sample));
  for (const [index, frame] of frames.entries()) {
    const line = content.lines[index] ?? 1;
    const step = content.steps[index];
    const unknown = step?.kind === 'message' ? unknownIn(step.data, operation) : undefined;
    if (unknown) found.push({ line, message: unknown });
    if (frame.kind === 'message') {
      const schema = eventSchemaOf(stream, frame.event ?? 'message', frame.data);
      const violations = (schema === undefined ? [] : validate(schema, frame.data)).filter(
        ({ value }) => value !== unknownValue,
      );
      found.push(...explain(violations, 'The event').map((message) => ({ line, message })));
    }
    if (frame.kind === 'wait' || encodeFrame(frame).byteLength === 0) continue;
    found.push(...reading.push(frame).map(({ clause, message }) => ({ line, message: `${clause}: ${message}` })));
  }
  const last = content.lines.at(-1) ?? 1;
  found.push(...reading.end().map(({ clause, message }) => ({ line: last, message: `${clause}: ${message}` })));
  return found;
}

function unknownIn(text: string, operation: Operation): string | undefined {
  const [name] = unknownPlaceholders(text);
  if (name !== undefined) return `The placeholder {{${name}}} is unknown. Use ${placeholderForms}.`;
  const parameters = [...text.matchAll(/\{\{path\.([^{}.]+)/g)].map(([, parameter = '']) => parameter);
  return parameters.map((parameter) => unknownPathParameter(operation, parameter)).find(Boolean);
}

function unknownPathParameter({ id, path }: Operation, name: string): string | undefined {
  const names = namesInPath(path);
  if (names.includes(name)) return undefined;
  return `${id} has no path parameter ${name}. ${names.length > 0 ? `It has ${names.join(', ')}` : 'It has none'}.`;
}

function explain(violations: readonly SchemaViolation[], what: string): string[] {
  return violations.map(({ at, message }) => `${at.length > 0 ? `${what}'s ${at.join('.')}` : what} ${message}.`);
}

/** Replaces request values for which the document has no example. */
const unknownValue = '(a value of the request)';

/** Placeholder values, taken from the document's example request. */
function samplePlaceholder({ requestBody }: Operation): Placeholder {
  let count = 1;
  const examples = Object.values(requestBody?.content ?? {}).flatMap((media) => Object.values(media.examples));
  const body = examples.find(isObject);
  const placeholder = createPlaceholder({
    prompt: 'A prompt',
    turn: 1,
    body,
    path: {},
    query: {},
    now: () => 1_700_000_000_000,
    identifier: (prefix) => `${prefix}_${(count++).toString().padStart(16, '0')}`,
  });
  return (name) => placeholder(name) ?? unknownValue;
}
