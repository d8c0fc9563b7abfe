import type { ExchangeFailure } from '../../../contract-tests/run/http/exchange.ts';

/** A queue between a writer that pushes chunks and a reader that pulls them. */
export interface ChunkQueue {
  push(chunk: Uint8Array): void;
  close(failure?: ExchangeFailure['kind']): void;
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  failure(): ExchangeFailure | undefined;
}

export function createChunkQueue(): ChunkQueue {
  let waiting: Uint8Array[] = [];
  let wake = () => {};
  let isClosed = false;
  let failure: ExchangeFailure | undefined;
  return {
    push(chunk) {
      waiting.push(chunk);
      wake();
    },
    close(kind) {
      isClosed = true;
      if (kind) failure = { kind, message: 'The response is incomplete.' };
      wake();
    },
    async *chunks() {
      for (;;) {
        const ready = waiting;
        waiting = [];
        yield* ready;
        if (waiting.length > 0) continue;
        if (isClosed) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    failure: () => failure,
  };
}
