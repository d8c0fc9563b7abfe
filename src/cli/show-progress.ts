/** How often a line of progress is drawn anew, in milliseconds. */
const pause = 100;

/** Draws how far a run is, on one line of a terminal; nothing where the output is no terminal. */
export function createProgress(stderr: (text: string) => void, terminal: boolean) {
  let drawn = 0;
  return {
    show(requests: number, turns: number, operation: string): void {
      const now = Date.now();
      if (!terminal || now - drawn < pause) return;
      drawn = now;
      stderr(`\r\u001b[2K${requests} requests, ${turns} turns · ${operation}`);
    },
    clear(): void {
      if (terminal && drawn > 0) stderr('\r\u001b[2K');
    },
  };
}
