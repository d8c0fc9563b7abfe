import type { StreamEntry } from '../../mock/control/stream-record.ts';
import { decodeText } from '../shared/encoding/bytes.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { createEventStreamDecoder } from '../sse/event-stream-decoder.ts';
import { encodeMessage } from '../sse/event-stream-encoder.ts';
import { createBodyTap } from './body-tap.ts';
import type { ExchangeObserver } from './exchange-observer.ts';

/** Shown in the console instead of a scenario. */
export const upstreamLabel = 'upstream';

/** Longer request bodies and streams are shown in part; in bytes. */
const most = { body: 16_384, stream: 16_777_216 };

/** Adds request bodies and streams to the journals of a mock, so that its console can pause, step and cut a stream. */
export const observeJournal: ExchangeObserver = (incoming, seen) => {
  const { route, sandbox, number, faults } = seen;
  const operation = route.found === 'operation' ? route.operation : undefined;
  const chunks: Uint8Array[] = [];
  const body = createBodyTap({
    encoding: incoming.header('content-encoding'),
    limit: most.body,
    onBytes: (bytes) => void chunks.push(bytes),
  });
  const whole = () => (body.given ? undefined : Buffer.concat(chunks));
  let entry: StreamEntry | undefined;
  let stream: ReturnType<typeof createBodyTap> | undefined;
  let plain: ReturnType<typeof collectBody> | undefined;
  return {
    requestBytes: body.push,
    requestEnd() {
      const bytes = whole();
      if (bytes && bytes.byteLength > 0) seen.bytes = bytes;
    },
    responseHead(_, headers) {
      const isStream = /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
      if (/json|xml|^text\/(?!event-stream)/i.test(headers['content-type'] ?? '')) {
        plain = collectBody(headers['content-encoding']);
      }
      if (!operation?.stream || !isStream) return undefined;
      const subject = {
        operation: operation.id,
        scenario: upstreamLabel,
        session: (route.found === 'operation' && route.parameters.session_id) || '',
        request: number,
        speed: 1,
        faults: faults.on,
      };
      const bytes = whole();
      const request = bytes && parseJson(decodeText(bytes));
      const opened = sandbox.context.streams.open(subject, operation.stream.protocol, {
        request,
        types: operation.stream.types,
      });
      opened.began();
      const decoder = createEventStreamDecoder({
        onComment: (text) => opened.sent({ kind: 'comment', text: text.trim() }),
        onMessage({ event, data, id }) {
          const value = parseJson(data);
          if (isObject(value)) opened.sent({ kind: 'message', event, id, data: value as never, history: null });
          else
            opened.sent({
              kind: 'bytes',
              bytes: new TextEncoder().encode(encodeMessage({ event, data })),
              history: null,
            });
        },
      });
      stream = createBodyTap({ encoding: headers['content-encoding'], limit: most.stream, onBytes: decoder.push });
      entry = opened;
      return undefined;
    },
    attach: (playback) => entry?.attach(playback),
    responseBytes(chunk) {
      stream?.push(chunk);
      plain?.push(chunk);
    },
    ended({ sent }) {
      afterwards(stream?.end(), () => entry?.ended(sent));
      if (plain) plain.end((bytes) => sandbox.journal.receive(number, bytes));
    },
    failed() {},
  };
};

/** A body that is short enough to be shown. */
function collectBody(encoding: string | undefined) {
  const chunks: Uint8Array[] = [];
  const tap = createBodyTap({ encoding, limit: most.body, onBytes: (bytes) => void chunks.push(bytes) });
  return {
    push: tap.push,
    end(show: (bytes: Uint8Array) => void) {
      afterwards(tap.end(), () => {
        if (!tap.given && chunks.length > 0) show(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      });
    },
  };
}

function afterwards(wait: Promise<void> | undefined, call: () => void): void {
  if (wait) void wait.then(call);
  else call();
}
