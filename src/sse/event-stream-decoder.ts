/** One dispatched server-sent event. */
export interface DecodedMessage {
  /** The event name; `message` if the stream has none. */
  event: string;
  /** The `data` lines, joined by LF. */
  data: string;
  /** The current last event id, if one was set. */
  id?: string;
}

/** The callbacks of a decoder. */
export interface EventStreamHandlers {
  onMessage(message: DecodedMessage): void;
  onComment?(comment: string): void;
  onRetry?(milliseconds: number): void;
  /** Called with each field other than `data`, as written. */
  onField?(name: string, value: string): void;
}

/** Reads an event stream in chunks of any size. */
export interface EventStreamDecoder {
  push(bytes: Uint8Array): void;
  /** Ends the stream. A last message without a blank line is dropped, as the standard requires. */
  end(): void;
}

/**
 * Creates a decoder of event streams (WHATWG HTML, section 9.2): UTF-8 with an optional byte order mark, and lines that
 * end in LF, CRLF or CR.
 *
 * A line that ends in CR is processed immediately, so that its message does not wait for the next chunk; a following LF
 * belongs to it. A line in many chunks is joined once, at its end.
 */
export function createEventStreamDecoder({
  onMessage,
  onComment,
  onRetry,
  onField,
}: EventStreamHandlers): EventStreamDecoder {
  // Handled here, because Node 24 drops a second mark if the first was a separate chunk.
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
    else if (field) onField?.(field, value);
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

/** The messages of a whole event stream. */
export function decodeEventStream(text: string): DecodedMessage[] {
  const messages: DecodedMessage[] = [];
  const decoder = createEventStreamDecoder({ onMessage: (message) => messages.push(message) });
  decoder.push(new TextEncoder().encode(text));
  decoder.end();
  return messages;
}
