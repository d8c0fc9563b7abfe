/** One dispatched server-sent event. */
export interface DecodedMessage {
  /** The event name, `message` where the stream gave none. */
  event: string;
  /** The `data` lines, joined by LF. */
  data: string;
  /** The last event id that was in force, where one was set. */
  id?: string;
}

/** What a decoder calls as it reads. */
export interface EventStreamHandlers {
  onMessage(message: DecodedMessage): void;
  onComment?(comment: string): void;
  onRetry?(milliseconds: number): void;
}

/** Reads the bytes of an event stream in whatever pieces they come. */
export interface EventStreamDecoder {
  push(bytes: Uint8Array): void;
  /** Tells that the stream is over. A last message without its blank line is dropped, as the standard says. */
  end(): void;
}

/**
 * A decoder of event streams after the WHATWG HTML standard, section 9.2: UTF-8 with an optional byte order mark, lines
 * that end in LF, CRLF or CR.
 *
 * A line that ends in CR is read at once, so that its message need not wait for the next chunk; an LF that comes then
 * belongs to it. A line over many chunks is put together once, when its end is there.
 */
export function createEventStreamDecoder({ onMessage, onComment, onRetry }: EventStreamHandlers): EventStreamDecoder {
  // The mark is dropped here: Node 24 drops a second one, where the first came in a chunk of its own.
  const text = new TextDecoder('utf-8', { ignoreBOM: true });
  let isStart = true;
  let line = '';
  let afterCarriageReturn = false;
  let data: string[] = [];
  let event = '';
  let id: string | undefined;

  const dispatch = () => {
    if (data[0] !== undefined) {
      onMessage({ event: event || 'message', data: data.join('\n'), ...(id === undefined ? {} : { id }) });
    }
    data = [];
    event = '';
  };
  const readLine = () => {
    if (!line) return dispatch();
    const [, field, value = ''] = /^([^:]*)(?:: ?([\s\S]*))?/.exec(line) ?? [];
    if (!field) onComment?.(value);
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
    if (field === 'id' && !value.includes('\0')) id = value;
    if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(+value);
  };
  const feed = (piece: string) => {
    if (afterCarriageReturn && piece[0] === '\n') piece = piece.slice(1);
    else if (!piece) return;
    if (isStart) piece = piece.replace(/^\uFEFF/, '');
    isStart = false;
    afterCarriageReturn = piece.endsWith('\r');
    const lines = piece.split(/\r\n?|\n/);
    const rest = lines.pop();
    for (const end of lines) {
      line += end;
      readLine();
      line = '';
    }
    line += rest;
  };
  return {
    push: (bytes) => feed(text.decode(bytes, { stream: true })),
    end: () => feed(text.decode()),
  };
}
