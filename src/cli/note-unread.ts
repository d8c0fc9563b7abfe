import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';

/** What of a document no command reads, one sentence for each kind; nothing where all is read. */
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
    ...(webhooks > 0 ? [`Left out: ${count(webhooks, 'webhook')}; the client is the one that serves them.`] : []),
    ...(callbacks > 0 ? [`Left out: ${count(callbacks, 'callback')}; the client is the one that serves them.`] : []),
    ...(others > 0
      ? [`Left out: ${count(others, 'operation')} of OpenAPI 3.2 with a method other than those of 3.1.`]
      : []),
  ];
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
