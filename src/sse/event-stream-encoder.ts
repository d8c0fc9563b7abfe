/** One server-sent event before it is framed. */
export interface EventStreamMessage {
  /** The text after `data:`; line breaks in it become several `data` lines. */
  data: string;
  /** The event name; without it a reader takes `message`. */
  event?: string;
  /** Sets the reader's last event id. */
  id?: string;
  /** How long a reader waits before it connects again, in whole milliseconds. */
  retry?: number;
}

/**
 * Frames one message as the WHATWG HTML standard (section 9.2.5) reads it, with LF line ends and the closing blank
 * line.
 *
 * @throws {TypeError} if `event` or `id` has a line break or `id` a NUL, or `retry` is not a whole number: no reader
 * could take them as they were meant.
 */
export function encodeMessage(message: EventStreamMessage): string {
  let text = '';
  if (message.event !== undefined) text += `event: ${singleLine('event', message.event)}\n`;
  if (message.id !== undefined) text += `id: ${singleLine('id', message.id)}\n`;
  if (message.retry !== undefined) text += `retry: ${wholeNumber(message.retry)}\n`;
  for (const line of message.data.split(/\r\n|\r|\n/)) text += `data: ${line}\n`;
  return `${text}\n`;
}

/** Frames a comment, which a reader skips; it keeps an idle connection alive. A line break starts a second comment. */
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
