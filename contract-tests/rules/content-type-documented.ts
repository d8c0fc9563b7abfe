import { responseFor } from '../../src/openapi/contract.ts';
import { mediaTypeOf } from '../../src/openapi/media-type.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { defineRule, judge, type Violation } from './rule.ts';
import { coversMediaType, documentedResponses, statusOf } from './support/documented-response.ts';

export const rule = defineRule({
  id: 'content-type-documented',
  title: 'Responses have a documented media type',
  clause:
    'Every operation responds with JSON, and a turn with `text/event-stream` in UTF-8 (WHATWG HTML, section 9.2.5).',
  provenance: 'documented',
  scope: 'any-api',
  otherApis: { clause: 'The media types of the response in the document (OAS 3.1, section 4.8.17).' },
  family: 'responses',
  counterexamples: ['wrong-content-type', 'stream-wrong-content-type'],
  needs: 'all',
  requires: 'a response with a documented status',
  check: ({ seen, contract }) =>
    judge(documentedResponses(contract, seen), ({ operation, exchange }) => {
      const documented = Object.keys(responseFor(operation, statusOf(exchange))?.content ?? {});
      const sent = exchange.response?.headers['content-type'];
      const mediaType = sent === undefined ? undefined : mediaTypeOf(sent);
      if (documented.length === 0 || documented.some((one) => coversMediaType(mediaTypeOf(one), mediaType))) {
        return mediaType === 'text/event-stream' ? judgeCharset(exchange) : undefined;
      }
      return {
        operation: operation.id,
        message: `A ${statusOf(exchange)} of ${operation.id} has ${mediaType === undefined ? 'no media type' : `the media type ${mediaType}`}.`,
        expected: `Content-Type: ${documented.join(' or ')}`,
        received: sent === undefined ? 'no Content-Type' : `Content-Type: ${sent}`,
        exchange,
      };
    }),
});

/** An event stream is always UTF-8; its only valid charset is `utf-8` (WHATWG HTML, section 9.2.5). */
function judgeCharset(exchange: Exchange): Violation | undefined {
  const sent = exchange.response?.headers['content-type'] ?? '';
  const charset = /;\s*charset="?([^";\s]+)/i.exec(sent)?.[1];
  if (charset === undefined || charset.toLowerCase() === 'utf-8') return undefined;
  return {
    operation: exchange.operation,
    message: `The event stream has the charset ${charset}.`,
    expected: 'UTF-8',
    received: `Content-Type: ${sent}`,
    exchange,
    provenance: 'standard',
  };
}
