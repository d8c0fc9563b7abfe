import { parseJson } from '../shared/json.ts';
import { ApiError, ConnectionError } from './errors.ts';
import { type Answer, readPieces } from './read-body.ts';
import { reasonOf } from './watch.ts';

/**
 * The body of an answer: parsed; of a refusal, its text where it is not JSON; `undefined` where there is none.
 *
 * It rejects with an ApiError where a success is not JSON, and with a ConnectionError where the body breaks off.
 */
export async function readJson(operation: string, answer: Answer): Promise<unknown> {
  const { ok, status } = answer.response;
  const decoder = new TextDecoder();
  let text = '';
  const pieces = readPieces(
    answer,
    (cause) => new ConnectionError(operation, `the answer broke off (${reasonOf(cause)})`, { cause }),
  );
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true });
  if (!ok) text = answer.hide(text);
  const value = parseJson(text);
  if (value !== undefined || !text) return value;
  if (!ok) return text;
  throw new ApiError(operation, status, `The answer is not JSON: ${answer.hide(text)}`);
}
