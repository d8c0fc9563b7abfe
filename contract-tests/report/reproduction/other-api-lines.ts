import { excerpt } from '../../../src/shared/excerpt.ts';
import { isObject, parseJson } from '../../../src/shared/json.ts';
import { isChatApi } from '../../rules/support/chat-api.ts';
import { isPlain } from '../../rules/support/refusal.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { creationLine, deletionLine } from './creation-lines.ts';
import { exchangeLine, type Identified } from './curl-line.ts';
import { type CreatedResource, createdIn, type Scene, type ShownViolation, variableOf } from './scene.ts';

/** True if an item of a list violates its schema. */
export function isInItem(rule: string, message: string): boolean {
  return rule === 'response-body-schema' && message.includes('[]');
}

/** A list of another API, with the resource that shows its violation. */
export function withListed(
  scene: Scene,
  { rule, exchange, message, received }: ShownViolation,
  lines: string[],
): string[] {
  const { path, method } = scene.contract.operations.find(({ id }) => id === exchange.operation) ?? {};
  if (!isInItem(rule, message) || method !== 'GET') return lines;
  const listed = createdIn(scene).filter(
    ({ resource, create }) => resource.create.path === path && create.number < exchange.number,
  );
  const created = listed.find(({ create }) => left(create, received)) ?? listed.find(({ create }) => isPlain(create));
  if (!created) return lines;
  const variable = variableOf([created], 0);
  const deletion = deletionLine(scene, created, variable);
  return [creationLine(scene, created, variable), ...lines, ...(deletion ? [deletion] : [])];
}

/** The creation with the simplest request, unless the violation shows a value of its own request. */
export function withPlainCreation(
  scene: Scene,
  created: CreatedResource,
  { received, rule }: ShownViolation,
): CreatedResource {
  if (isChatApi(scene.contract) || rule === 'response-body-schema' || left(created.create, received)) return created;
  const plain = createdIn(scene).find(({ resource, create }) => resource === created.resource && isPlain(create));
  return plain ? { ...created, create: plain.create } : created;
}

/** The last change of the value that a later response shows. */
export function changeLine(
  { seen, target }: Scene,
  { exchange, received }: ShownViolation,
  ids: readonly Identified[],
) {
  const change = seen.exchanges.findLast(
    (one) =>
      one.number < exchange.number &&
      one.session !== undefined &&
      one.session === exchange.session &&
      left(one, received),
  );
  return change ? [`${exchangeLine(target, change, { flags: ['-s'], ids })} > /dev/null`] : [];
}

/** True if a request sent the value that a violation received. */
function left({ request: { body = '' }, response }: Exchange, received: string): boolean {
  const sent = parseJson(body);
  if (!isObject(sent) || !response || response.status >= 300) return false;
  return Object.entries(sent).some(([name, value]) => received.endsWith(`${name}: ${excerpt(value, 120)}`));
}
