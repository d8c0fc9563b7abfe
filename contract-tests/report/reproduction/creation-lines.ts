import type { Exchange } from '../../run/http/exchange.ts';
import { encodeText } from '../../run/http/serialize-parameter.ts';
import { exchangeLine } from './curl-line.ts';
import type { CreatedResource, Scene } from './scene.ts';

/**
 * Creates a resource again and stores its id in a variable; with `shown`, a flag of curl, prints the response as well.
 */
export function creationLine(scene: Scene, created: CreatedResource, variable: string, shown?: '-s' | '-si'): string {
  const line = exchangeLine(scene.target, created.create, { flags: [shown ?? '-s'] });
  const id = idOfOutput(created);
  return shown
    ? `CREATED=$(${line}); printf '%s\\n' "$CREATED"; ${variable}=$(printf %s "$CREATED" | ${id})`
    : `${variable}=$(${line} | ${id})`;
}

/** Creates several resources and stores their ids in a variable, separated by white space. */
export function creationsLine(
  scene: Scene,
  created: readonly CreatedResource[],
  times: number,
  variable: string,
): string {
  const lines = created.map(
    (one) => `${exchangeLine(scene.target, one.create, { flags: ['-s'] })} | ${idOfOutput(one)}`,
  );
  const each = lines.join('; ');
  return `${variable}=$(${times > 1 ? `for i in $(seq ${times}); do ${each}; done` : each})`;
}

/** Deletes the resources of a reproduction. `undefined` if the contract has no operation for it. */
export function deletionLine(
  scene: Scene,
  { id, resource, create }: CreatedResource,
  variable: string,
): string | undefined {
  const remove = resource.delete;
  if (!remove) return undefined;
  const { contentType: _type, body: _body, ...request } = create.request;
  const { omitted: _omitted, ...valid } = { ...create, credential: 'valid' as const };
  const [, search] = request.target.split('?');
  const path = remove.path.replace(`{${resource.parameter}}`, encodeText(id));
  const target = search === undefined ? path : `${path}?${search}`;
  const deletion: Exchange = { ...valid, operation: remove.id, request: { ...request, method: 'DELETE', target } };
  return `${exchangeLine(scene.target, deletion, { flags: ['-s'], ids: [{ id, variable }] })} > /dev/null`;
}

function idOfOutput({ resource: { field }, create }: CreatedResource): string {
  const isNumber = typeof (create.response?.json as Record<string, unknown> | undefined)?.[field] === 'number';
  return isNumber ? `grep -o '"${field}" *: *[0-9]*' | head -n 1 | tr -dc 0-9` : textFieldOf(field);
}

/** The end of a pipe that prints a text field of the JSON before it. */
export const textFieldOf = (name: string): string => `grep -o '"${name}" *: *"[^"]*"' | head -n 1 | cut -d '"' -f 4`;
