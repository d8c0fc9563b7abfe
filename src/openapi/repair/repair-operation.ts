import { isObject } from '../../shared/json.ts';
import { dereference, resolvePointer, toPointer, toStep } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { namesInPath, operationsOf } from '../path-item.ts';
import type { Report } from './repair.ts';

const places = ['path', 'query', 'header', 'cookie'];

/** Repairs the fields of an operation itself. */
export function repairOperation(
  document: OpenApiDocument,
  operation: Record<string, unknown>,
  pointer: string,
  report: Report,
): void {
  const { operationId, tags } = operation;
  if (operationId !== undefined && typeof operationId !== 'string') {
    report(`${pointer}/operationId`, '`operationId` must be a text: put it in quotes.');
    if (typeof operationId === 'number') operation.operationId = String(operationId);
    else delete operation.operationId;
  }
  if (tags !== undefined && !Array.isArray(tags)) {
    report(`${pointer}/tags`, '`tags` must be a list.');
    if (typeof tags === 'string') operation.tags = [tags];
    else delete operation.tags;
  }
  if (operation.parameters !== undefined && !Array.isArray(operation.parameters)) {
    report(`${pointer}/parameters`, '`parameters` must be a list; they are left out.');
    delete operation.parameters;
  }
  for (const field of ['summary', 'description']) {
    if (operation[field] === undefined || typeof operation[field] === 'string') continue;
    report(`${pointer}/${field}`, `\`${field}\` is not a text; it is ignored.`);
    delete operation[field];
  }
  repairResponses(operation, pointer, report);
  repairRequirements(document, operation, `${pointer}/security`, report);
}

function repairResponses(operation: Record<string, unknown>, pointer: string, report: Report): void {
  const responses = isObject(operation.responses) ? operation.responses : {};
  for (const status of Object.keys(responses)) {
    if (/^(?:[1-5](?:\d\d|XX)|default|x-.*)$/.test(status)) continue;
    const at = `${pointer}/responses${toStep(status)}`;
    const upper = status.toUpperCase();
    const isRange = /^[1-5]XX$/.test(upper) && responses[upper] === undefined;
    report(at, `\`${status}\` is not a status${isRange ? `; it is read as ${upper}` : '; it is left out'}.`);
    if (isRange) responses[upper] = responses[status];
    delete responses[status];
  }
  if (Object.keys(responses).some((status) => !status.startsWith('x-'))) return;
  report(pointer, 'The operation has no responses; any response is accepted.');
  operation.responses = { ...responses, default: { description: '' } };
}

/**
 * A requirement of an undefined scheme cannot be satisfied.
 *
 * @param owner the operation or document with `security`
 */
export function repairRequirements(
  document: OpenApiDocument,
  owner: Record<string, unknown>,
  pointer: string,
  report: Report,
): void {
  if (owner.security === undefined) return;
  if (!Array.isArray(owner.security)) {
    report(pointer, '`security` must be a list.');
    if (isObject(owner.security)) owner.security = [owner.security];
    else delete owner.security;
  }
  if (!Array.isArray(owner.security)) return;
  const requirements = owner.security;
  const isDefined = (name: string) =>
    resolvePointer(document, toPointer(['components', 'securitySchemes', name])) !== undefined;
  owner.security = requirements.filter((requirement, index) => {
    const missing = isObject(requirement) ? Object.keys(requirement).find((name) => !isDefined(name)) : '';
    if (missing === undefined) return true;
    const what = missing === '' ? 'is not an object' : `names \`${missing}\`, which is not a security scheme`;
    report(`${pointer}/${index}`, `The requirement ${what}; it is ignored.`);
    return false;
  });
}

/** Operation ids must be unique, so only the first of several equal ones stays. */
export function repairOperationIds(document: OpenApiDocument, report: Report): void {
  const seen = new Set<string>();
  for (const [path, given] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    if (!isObject(given)) continue;
    for (const { steps, value: operation } of operationsOf(given)) {
      if (typeof operation.operationId !== 'string') continue;
      const id = operation.operationId;
      if (!seen.has(id)) seen.add(id);
      else {
        report(
          `${toPointer(['paths', path, ...steps])}/operationId`,
          `\`operationId: ${id}\` is repeated; it is ignored here.`,
        );
        delete operation.operationId;
      }
    }
  }
}

/** Removes parameters that cannot be sent. Runs after all references are checked. */
export function repairParameters(
  document: OpenApiDocument,
  owner: Record<string, unknown>,
  pointer: string,
  report: Report,
): void {
  const list = owner.parameters as unknown[];
  const seen = new Set<string>();
  const kept = list.filter((given, index) => {
    if (!isObject(given)) return false;
    const parameter = dereference(document, given);
    if (!isObject(parameter)) return false;
    const at = `${pointer}/parameters/${index}`;
    if (typeof parameter.name === 'number') parameter.name = String(parameter.name);
    if (parameter.in === 'querystring') placeInQuery(parameter);
    const { name, in: place } = parameter;
    if (typeof name !== 'string' || !places.includes(place as string)) {
      const what = typeof name === 'string' ? `is in \`${String(place)}\`, which is no place for one` : 'has no name';
      report(at, `The parameter ${typeof name === 'string' ? `\`${name}\` ` : ''}${what}; it is left out.`);
      return false;
    }
    if (seen.has(`${place} ${name}`)) report(at, `The parameter \`${name}\` is repeated; the last one is used.`);
    seen.add(`${place} ${name}`);
    if (place === 'path' && parameter.required !== true) {
      report(at, `The path parameter \`${name}\` must be \`required: true\`; it is read as such.`);
      parameter.required = true;
    }
    return true;
  });
  if (kept.length < list.length) owner.parameters = kept;
}

/**
 * A form as the whole query string (OAS 3.2, section 4.12.3) is equivalent to an exploded object in the query of 3.1.
 */
function placeInQuery(parameter: Record<string, unknown>): void {
  const form = isObject(parameter.content) ? parameter.content['application/x-www-form-urlencoded'] : undefined;
  if (!isObject(form)) return;
  Object.assign(parameter, { in: 'query', style: 'form', explode: true, schema: form.schema ?? {} });
  delete parameter.content;
}

/** A path placeholder without a parameter accepts any text; a path parameter without a placeholder is never sent. */
export function repairPathParameters(document: OpenApiDocument, report: Report): void {
  for (const [path, given] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    const item = dereference(document, given);
    if (!isObject(item) || path.startsWith('x-')) continue;
    const wanted = namesInPath(path);
    for (const { steps, value: operation } of operationsOf(item)) {
      const at = toPointer(['paths', path, ...steps]);
      const defined = [...pathNames(document, item), ...pathNames(document, operation)];
      for (const name of wanted.filter((one) => !defined.includes(one))) {
        report(at, `The path parameter \`${name}\` is not defined; any text is accepted.`);
        const parameter = { name, in: 'path', required: true, schema: { type: 'string' } };
        operation.parameters = [...((operation.parameters as unknown[] | undefined) ?? []), parameter];
      }
      dropUnused(document, operation, wanted, at, report);
    }
    dropUnused(document, item, wanted, toPointer(['paths', path]), report);
  }
}

function dropUnused(
  document: OpenApiDocument,
  owner: Record<string, unknown>,
  wanted: readonly string[],
  pointer: string,
  report: Report,
): void {
  if (!Array.isArray(owner.parameters)) return;
  const list = owner.parameters;
  const kept = list.filter((given, index) => {
    const parameter = dereference(document, given);
    const isUnused = isObject(parameter) && parameter.in === 'path' && !wanted.includes(String(parameter.name));
    if (isUnused) {
      const name = `The path parameter \`${String(parameter.name)}\``;
      report(`${pointer}/parameters/${index}`, `${name} is not in the path; it is left out.`);
    }
    return !isUnused;
  });
  if (kept.length < list.length) owner.parameters = kept;
}

function pathNames(document: OpenApiDocument, { parameters }: Record<string, unknown>): string[] {
  const list = Array.isArray(parameters) ? parameters.map((one) => dereference(document, one)) : [];
  return list.flatMap((one) => (isObject(one) && one.in === 'path' ? [String(one.name)] : []));
}
