import type { Contract } from '../../../src/openapi/contract.ts';
import { isChatApi } from '../../rules/support/chat-api.ts';
import type { RatedViolation } from '../../run/evaluate.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { encodeText } from '../../run/http/serialize-parameter.ts';
import type { Observations } from '../../run/observations.ts';
import { findResources, idOf, type Resource } from '../../run/resource.ts';
import type { Identified, Target } from './curl-line.ts';

/** The input of a reproduction. */
export interface Scene {
  seen: Observations;
  contract: Contract;
  target: Target;
  resources: readonly Resource[];
}

/** The evidence that a reproduction must show. */
export type ShownViolation = Pick<RatedViolation, 'rule' | 'exchange' | 'message' | 'received'>;

/** A created resource, and the request that created it. */
export interface CreatedResource {
  id: string;
  resource: Resource;
  create: Exchange;
}

export function createScene(seen: Observations, contract: Contract): Scene {
  const tokenVariable = isChatApi(contract) ? 'LLAMA_CLOUD_API_KEY' : 'API_TOKEN';
  return { seen, contract, target: { baseUrl: seen.baseUrl, tokenVariable }, resources: findResources(contract) };
}

/** The resources that the run created before an exchange that names their ids. */
export function createdBefore(scene: Scene, { session, number, request }: Exchange): CreatedResource[] {
  const segments = request.target.split('?')[0]?.split('/') ?? [];
  const named = createdIn(scene).filter(
    ({ id, create }) => create.number < number && (id === session || segments.includes(encodeText(id))),
  );
  return scene.resources.flatMap((one) => named.findLast(({ resource }) => resource === one) ?? []);
}

/** The created resource with this id. */
export function createdWith(scene: Scene, id: string): CreatedResource | undefined {
  return createdIn(scene).find((created) => created.id === id);
}

/** Created resources in order of creation. */
export function createdIn(scene: Scene): CreatedResource[] {
  return scene.seen.exchanges.flatMap((exchange) => createdBy(scene, exchange) ?? []);
}

/** The resource that a request created. */
export function createdBy({ resources }: Scene, create: Exchange): CreatedResource | undefined {
  for (const resource of resources) {
    const id = idCreatedBy(resource, create);
    if (id !== undefined) return { id, resource, create };
  }
  return undefined;
}

function idCreatedBy(resource: Resource, { operation, response }: Exchange): string | undefined {
  const created = operation === resource.create.id && response !== undefined && response.status < 300;
  return created ? idOf(resource, response.json) : undefined;
}

/** The variables that hold the ids. */
export function identify(created: readonly CreatedResource[]): Identified[] {
  return created.map(({ id }, index) => ({ id, variable: variableOf(created, index) }));
}

/**
 * `SESSION_ID` for a `session_id`; numbered if there are several. No shell has a built-in variable with such a name.
 */
export function variableOf(created: readonly CreatedResource[], index: number): string {
  const name = (created[index]?.resource.parameter ?? '')
    .replace(/[-_]?id$/i, '')
    .replace(/\W/g, '_')
    .toUpperCase();
  return `${name && `${name}_`}ID${index === 0 ? '' : `_${index + 1}`}`;
}
