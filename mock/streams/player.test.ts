import { expect, test } from 'vitest';
import { createFakeClock } from '../node/fake-clock.ts';
import type { Frame } from './frame.ts';
import { type Audience, play } from './player.ts';

const frame = (text: string): Frame => ({ kind: 'bytes', bytes: Buffer.from(text), history: null });
const wait = (milliseconds: number): Frame => ({ kind: 'wait', milliseconds });
const idle = { take: () => undefined, end: async () => {}, abandon: async () => {} };

function playInto(frames: Frame[], takes = true, audience?: Audience) {
  const clock = createFakeClock();
  const seen: string[] = [];
  const playback = play({ frames, turn: idle, clock, speed: 1, ...(audience ? { audience } : {}) });
  const sink = {
    takes,
    write: (bytes: Uint8Array) => {
      seen.push(Buffer.from(bytes).toString());
      return sink.takes;
    },
    end: () => void seen.push('end'),
    fail: () => void seen.push('fail'),
  };
  playback.begin(sink);
  return { clock, seen, sink, playback };
}

test('does not delay the events after a late one', async () => {
  const { clock, seen, sink, playback } = playInto(
    [wait(10), frame('a'), wait(10), frame('b'), wait(10), frame('c')],
    false,
  );
  await clock.advance(15);
  expect(seen).toEqual(['a']);
  sink.takes = true;
  playback.drain();
  await clock.advance(5);
  expect(seen).toEqual(['a', 'b']);
  await clock.advance(10);
  expect(seen).toEqual(['a', 'b', 'c', 'end']);
});

test('writes only one chunk to a client that never reads', async () => {
  const frames = Array.from({ length: 1000 }, () => [wait(1), frame('x'.repeat(1000))]).flat();
  const { clock, seen } = playInto(frames, false);
  await clock.advance(60_000);
  expect(seen).toHaveLength(1);
});

test('joins events without waits up to a size', () => {
  const { seen } = playInto(Array.from({ length: 100 }, () => frame('x'.repeat(1000))));
  expect(seen.map(({ length }) => length)).toEqual([17_000, 17_000, 17_000, 17_000, 17_000, 15_000]);
});

test('calls each listener at its end, and those that come later immediately', async () => {
  const { clock, playback } = playInto([wait(10), frame('a')]);
  const called: string[] = [];
  for (const name of ['first', 'second', 'third']) playback.onEnd(() => called.push(name));
  expect(called).toEqual([]);
  await clock.advance(10);
  playback.onEnd(() => called.push('late'));
  expect(called).toEqual(['first', 'second', 'third', 'late']);
});

test('plays on without its audience', async () => {
  const told: string[] = [];
  const { clock, seen, playback } = playInto([frame('a'), wait(10), frame('b')], true, {
    began: () => told.push('began'),
    sent: () => told.push('sent'),
    ended: () => told.push('ended'),
  });
  playback.unwatch!();
  await clock.advance(10);
  expect(seen).toEqual(['a', 'b', 'end']);
  expect(told).toEqual(['began', 'sent']);
});
