import type { Exchange } from '../http/exchange.ts';
import { idOf, type Resource } from '../resource.ts';
import type { Created, Intent } from '../run.ts';
import { limits } from '../run-options.ts';
import type { RunStop } from './stop-run.ts';

/** The resources that a run created and has not deleted. */
export function createCreatedResources(resources: readonly Resource[], { halt }: RunStop) {
  const created = new Map<string, Created>();
  return {
    created,
    /** True if an operation creates a resource. */
    creates: (id: string) => resources.some(({ create }) => create.id === id),
    /** Notes what an exchange created or deleted. */
    remember(exchange: Exchange, { usable = exchange.case.kind === 'valid' }: Intent): void {
      const { response, operation, request, session } = exchange;
      if (!response || response.status >= 300) return;
      for (const resource of resources) {
        const id = idOf(resource, response.json);
        if (operation === resource.create.id && request.method === 'POST' && id !== undefined) {
          if (id.length > limits.idCharacters) {
            throw halt(
              `Stopped at ${request.method} ${request.target}: a ${resource.parameter} of ${id.length} characters fits no address; what was created is not deleted.`,
            );
          }
          created.set(addressOf(resource, id), { id, resource, query: scopeOf(exchange), usable });
        }
        if (operation === resource.delete?.id && session !== undefined && request.method === 'DELETE') {
          created.delete(addressOf(resource, session));
        }
      }
    },
  };
}

function addressOf({ create }: Resource, id: string): string {
  return `${create.path}/${id}`;
}

/** The query that an exchange was sent with: whose resource it created. */
function scopeOf({ request }: Exchange): Record<string, string> {
  return Object.fromEntries(new URL(request.target, 'http://localhost').searchParams);
}
