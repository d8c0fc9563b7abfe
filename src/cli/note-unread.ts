import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';
import { countOf } from '../shared/wording.ts';

/** One sentence for each kind of content that no command reads. */
export function noteUnread(document: OpenApiDocument): string[] {
  const counts = { webhooks: 0, callbacks: 0, others: 0 };
  counts.webhooks = Object.keys(isObject(document.webhooks) ? document.webhooks : {}).length;
  for (const item of Object.values(isObject(document.paths) ? document.paths : {})) {
    if (!isObject(item)) continue;
    if (isObject(item.query)) counts.others += 1;
    if (isObject(item.additionalOperations)) counts.others += Object.keys(item.additionalOperations).length;
    for (const operation of Object.values(item)) {
      if (isObject(operation) && isObject(operation.callbacks))
        counts.callbacks += Object.keys(operation.callbacks).length;
    }
  }
  const { webhooks, callbacks, others } = counts;
  return [
    ...(webhooks > 0 ? [`Left out: ${countOf(webhooks, 'webhook')}; the client is the one that serves them.`] : []),
    ...(callbacks > 0 ? [`Left out: ${countOf(callbacks, 'callback')}; the client is the one that serves them.`] : []),
    ...(others > 0
      ? [`Left out: ${countOf(others, 'operation')} of OpenAPI 3.2 with a method other than those of 3.1.`]
      : []),
  ];
}
