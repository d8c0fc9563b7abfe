import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import type { Moves } from '../../openapi/origin.ts';
import { operationsOf } from '../../openapi/path-item.ts';
import { isObject } from '../../shared/json.ts';
import { below, sortValues } from './write-schema.ts';

/** A list that applies to everything below it, and its place. */
interface Inherited {
  list: unknown;
  from: string;
}

/**
 * Writes inherited security requirements and servers at each operation, in place: those at the root or at a path apply
 * only to operations without their own (OAS 3.1, sections 4.8.1, 4.8.9 and 4.8.10).
 */
export function writeInherited(document: OpenApiDocument, moves: Moves): void {
  const security = { list: document.security, from: '#/security' };
  const servers = { list: document.servers, from: '#/servers' };
  for (const [path, item] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    if (!isObject(item)) continue;
    const at = below('#', 'paths', path);
    const ofPath = item.servers === undefined ? servers : { list: item.servers, from: `${at}/servers` };
    for (const { steps, value: operation } of operationsOf(item)) {
      inherit(operation, below(at, ...steps), 'security', security, isNoSecurity, moves);
      inherit(operation, below(at, ...steps), 'servers', ofPath, isNoServer, moves);
      writeRequirements(operation);
      writeServers(operation);
    }
    delete item.servers;
  }
  delete document.security;
  delete document.servers;
}

function inherit(
  operation: Record<string, unknown>,
  pointer: string,
  field: 'security' | 'servers',
  { list, from }: Inherited,
  isNothing: (list: unknown) => boolean,
  moves: Moves,
): void {
  if (operation[field] === undefined) {
    operation[field] = structuredClone(list);
    moves.add(`${pointer}/${field}`, from);
  }
  if (isNothing(operation[field])) delete operation[field];
}

/** No requirement, or only the empty one. */
function isNoSecurity(list: unknown): boolean {
  return !Array.isArray(list) || list.every((one) => isObject(one) && Object.keys(one).length === 0);
}

/** The default server is `/` (OAS 3.1, section 4.8.1). */
function isNoServer(list: unknown): boolean {
  return !Array.isArray(list) || list.every((one) => isObject(one) && one.url === '/');
}

function writeRequirements({ security }: Record<string, unknown>): void {
  for (const requirement of Array.isArray(security) ? security : []) {
    if (!isObject(requirement)) continue;
    for (const [name, scopes] of Object.entries(requirement)) {
      if (Array.isArray(scopes)) requirement[name] = sortValues(scopes);
    }
  }
}

function writeServers({ servers }: Record<string, unknown>): void {
  for (const server of Array.isArray(servers) ? servers : []) {
    if (isObject(server) && typeof server.url === 'string') server.url = server.url.replace(/(?<=.)\/$/, '');
  }
}
