import { isObject } from '../../shared/json.ts';
import { toPointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import type { Report } from './repair.ts';

/** Repairs the fields of a document other than operations, and removes paths that cannot be served. */
export function repairRoot(document: OpenApiDocument, report: Report): void {
  repairInfo(document, report);
  repairLists(document, report);
  repairPaths(document, report);
  const { components } = document;
  if (components !== undefined && !isObject(components)) {
    report('#/components', '`components` must be an object; it is ignored.');
    delete document.components;
  }
  repairSecuritySchemes(document, report);
}

function repairInfo(document: OpenApiDocument, report: Report): void {
  if (!isObject(document.info)) {
    report('#/info', '`info` is missing.');
    document.info = {};
  }
  const info = document.info as Record<string, unknown>;
  for (const [field, fallback] of [
    ['title', 'Untitled'],
    ['version', '0.0.0'],
  ] as const) {
    const value = info[field];
    if (typeof value === 'string') continue;
    const isText = typeof value === 'number' || typeof value === 'boolean';
    report(`#/info/${field}`, isText ? `\`${field}\` must be a text: put it in quotes.` : `\`${field}\` is missing.`);
    info[field] = isText ? String(value) : fallback;
  }
}

function repairLists(document: OpenApiDocument, report: Report): void {
  for (const field of ['servers', 'tags']) {
    const value = document[field];
    if (value === undefined || Array.isArray(value)) continue;
    report(`#/${field}`, `\`${field}\` must be a list${isObject(value) ? '' : '; it is ignored'}.`);
    if (isObject(value)) document[field] = [value];
    else delete document[field];
  }
}

function repairPaths(document: OpenApiDocument, report: Report): void {
  for (const field of ['paths', 'webhooks']) {
    const value = document[field];
    if (value === undefined || isObject(value)) continue;
    if (value !== null) report(`#/${field}`, `\`${field}\` must be an object; it is ignored.`);
    delete document[field];
  }
  const paths = isObject(document.paths) ? document.paths : {};
  for (const path of Object.keys(paths)) {
    if (path.startsWith('/') || path.startsWith('x-')) continue;
    report(toPointer(['paths', path]), `The path \`${path}\` must begin with a slash; it is left out.`);
    delete paths[path];
  }
}

function repairSecuritySchemes(document: OpenApiDocument, report: Report): void {
  const schemes = isObject(document.components) ? document.components.securitySchemes : undefined;
  for (const [name, scheme] of Object.entries(isObject(schemes) ? schemes : {})) {
    if (!isObject(scheme) || scheme.$ref !== undefined || typeof scheme.type === 'string') continue;
    report(toPointer(['components', 'securitySchemes', name]), `The security scheme \`${name}\` has no \`type\`.`);
  }
}
