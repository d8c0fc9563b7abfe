/** One server-sent event before it is framed. */
export interface EventStreamMessage {
  /** The text after `data:`; line breaks in it become several `data` lines. */
  data: string;
  /** The event name; readers default to `message`. */
  event?: string;
  /** Sets the reader's last event id. */
  id?: string;
  /** The reader's reconnection time, in whole milliseconds. */
  retry?: number;
}

/**
 * Frames one message (WHATWG HTML, section 9.2.5), with LF line ends and the closing blank line.
 *
 * @throws {TypeError} if `event` or `id` contains a line break, `id` a NUL, or `retry` is not an integer: readers would
 * misread them
 */
export function encodeMessage(message: EventStreamMessage): string {
  let text = '';
  if (message.event !== undefined) text += `event: ${singleLine('event', message.event)}\n`;
  if (message.id !== undefined) text += `id: ${singleLine('id', message.id)}\n`;
  if (message.retry !== undefined) text += `retry: ${wholeNumber(message.retry)}\n`;
  for (const line of message.data.split(/\r\n|\r|\n/)) text += `data: ${line}\n`;
  return `${text}\n`;
}

/** Frames a comment, which readers skip; it keeps an idle connection alive. A line break starts a second comment. */
export function encodeComment(comment: string): string {
  return `${comment
    .split(/\r\n|\r|\n/)
    .map((line) => `: ${line}\n`)
    .join('')}\n`;
}

function singleLine(field: 'event' | 'id', value: string): string {
  if (/[\r\n]/.test(value)) throw new TypeError(`The ${field} ${JSON.stringify(value)} must not have a line break.`);
  if (field === 'id' && value.includes('\0'))
    throw new TypeError(`The id ${JSON.stringify(value)} must not have a NUL.`);
  return value;
}

function wholeNumber(retry: number): number {
  if (!Number.isSafeInteger(retry) || retry < 0) {
    throw new TypeError(`The retry ${retry} must be a whole number of milliseconds, 0 or more.`);
  }
  return retry;
}
