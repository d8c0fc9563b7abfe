import type { ChatError } from './errors.ts';
import type { Watch } from './watch.ts';

/** An answer whose body is not read yet. */
export interface Answer {
  response: Response;
  watch: Watch;
  /** Milliseconds that may pass between two pieces of the body; it may be shortened while that is read. */
  idleTimeout: number;
  /** Puts `[token]` in the place of the token, which a server may repeat: it must not come into an error from there. */
  hide(text: string): string;
}

/** The pieces of a body as they come. The call is over when the last was read, or when the reader leaves. */
export async function* readPieces(
  answer: Answer,
  explain: (cause: unknown) => ChatError,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { response, watch } = answer;
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await watch.within(reader.read(), answer.idleTimeout, explain);
      if (done) return;
      yield value;
    }
  } finally {
    reader?.cancel().catch(() => {});
    watch.end();
  }
}
