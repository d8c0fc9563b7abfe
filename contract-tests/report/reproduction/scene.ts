import type { Contract } from '../../../src/openapi/contract.ts';
import { isChatApi } from '../../rules/support/chat-api.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { encodeText } from '../../run/http/serialize-parameter.ts';
import type { Observations } from '../../run/observations.ts';
import { findResources, idOf, type Resource } from '../../run/resource.ts';
import type { Target } from './curl-line.ts';

/** What a reproduction is built from. */
export interface Scene {
  seen: Observations;
  contract: Contract;
  target: Target;
  resources: readonly Resource[];
}

/** Something that the run created, and the request that created it. */
export interface CreatedResource {
  id: string;
  resource: Resource;
  create: Exchange;
}

export function createScene(seen: Observations, contract: Contract): Scene {
  const tokenVariable = isChatApi(contract) ? 'LLAMA_CLOUD_API_KEY' : 'API_TOKEN';
  return { seen, contract, target: { baseUrl: seen.baseUrl, tokenVariable }, resources: findResources(contract) };
}

/** What the run created before an exchange that names its id. */
export function createdBefore({ seen, resources }: Scene, { session, number, request }: Exchange): CreatedResource[] {
  const segments = request.target.split('?')[0]?.split('/') ?? [];
  return resources.flatMap((resource) => {
    const creations = seen.exchanges.flatMap((create) => {
      const id = idCreatedBy(resource, create);
      return id === undefined || create.number >= number ? [] : [{ id, resource, create }];
    });
    return creations.findLast(({ id }) => id === session || segments.includes(encodeText(id))) ?? [];
  });
}

/** The created resource with this id. */
export function createdWith({ seen, resources }: Scene, id: string): CreatedResource | undefined {
  for (const resource of resources) {
    const create = seen.exchanges.find((one) => idCreatedBy(resource, one) === id);
    if (create) return { id, resource, create };
  }
  return undefined;
}

function idCreatedBy(resource: Resource, { operation, response }: Exchange): string | undefined {
  const created = operation === resource.create.id && response !== undefined && response.status < 300;
  return created ? idOf(resource, response.json) : undefined;
}
