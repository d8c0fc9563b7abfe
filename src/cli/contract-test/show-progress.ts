import type { Progress } from '../../../contract-tests/run/run.ts';
import { harmless } from '../../shared/harmless.ts';
import { countOf } from '../../shared/wording.ts';

/** Intervals of progress in milliseconds: one updated line on a terminal, plain lines elsewhere. */
const pause = { terminal: 200, lines: 20_000 };

/** Waits shorter than this are not mentioned, in milliseconds. */
const ordinary = 1_000;

/** Shows the progress of a run: requests, turns, and pending requests. @param noun the word for a stream of the API */
export function createProgress(stderr: (text: string) => void, terminal: boolean, noun = 'turn') {
  let latest: Progress | undefined;
  let drawn = false;
  const timer = setInterval(
    () => {
      if (!latest) return;
      const line = describeProgress(latest, Date.now(), noun);
      stderr(terminal ? `\r\u001b[2K${line}` : `${line}\n`);
      drawn = true;
    },
    terminal ? pause.terminal : pause.lines,
  );
  timer.unref();
  return {
    show(progress: Progress): void {
      latest = progress;
    },
    clear(): void {
      clearInterval(timer);
      if (terminal && drawn) stderr('\r\u001b[2K');
    },
  };
}

/** `120 requests, 4 turns · waiting for streamMessages (12 s)`. */
export function describeProgress(
  { requests, turns, operation, waitingFor }: Progress,
  now: number,
  noun = 'turn',
): string {
  const waited = waitingFor ? now - waitingFor.since : 0;
  const what =
    waitingFor && waited >= ordinary
      ? `waiting for ${waitingFor.operation} (${Math.round(waited / 1000)} s)`
      : `latest: ${operation}`;
  return harmless(`${countOf(requests, 'request')}, ${countOf(turns, noun)} · ${what}`);
}
