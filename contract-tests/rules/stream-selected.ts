import { isObject, parseJson } from '../../src/shared/json.ts';
import { satisfies } from '../../src/sse/stream-protocol.ts';
import { defineRule, judge } from './rule.ts';

export const rule = defineRule({
  id: 'stream-selected',
  title: 'A request gets a stream if, and only if, it requests one',
  clause:
    '`selectedBy` in `x-stream-protocol`: the request body selects the stream, whatever its `Accept` header says.',
  provenance: 'documented',
  scope: 'any-stream-protocol',
  family: 'framing',
  counterexamples: [],
  needs: 'all',
  requires: 'an operation whose request body selects a stream',
  check: ({ seen, contract }) => {
    const protocols = new Map(contract.operations.map(({ id, stream }) => [id, stream?.protocol]));
    const judged = seen.exchanges.flatMap((exchange) => {
      const selectedBy = protocols.get(exchange.operation)?.selectedBy;
      const body = parseJson(exchange.request.body ?? '');
      const status = exchange.response?.status ?? 0;
      if (!selectedBy || !isObject(body) || exchange.case.kind !== 'valid' || status < 200 || status > 299) return [];
      return [{ exchange, asked: satisfies(body, selectedBy) }];
    });
    return judge(judged, ({ exchange, asked }) => {
      const type = exchange.response?.headers['content-type'] ?? 'no Content-Type';
      if (/^text\/event-stream\b/i.test(type) === asked) return undefined;
      return {
        operation: exchange.operation,
        exchange,
        message: asked
          ? 'The request asks for a stream and gets none.'
          : 'The request gets a stream without asking for one.',
        expected: asked ? 'text/event-stream' : 'a response that is no stream',
        received: type,
      };
    });
  },
});
