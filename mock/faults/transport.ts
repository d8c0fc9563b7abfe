import { concatBytes, encodeText } from '../../src/shared/encoding/bytes.ts';
import { errorReply, problemsReply } from '../http/replies.ts';
import { problem } from '../request/request-problem.ts';
import { unauthorizedReply } from '../response/unauthorized.ts';
import type { Frame } from '../streams/frame.ts';
import type { Fault, FaultParameter } from './fault.ts';
import { typeOf } from './frames.ts';
import { drip, inPieces, splitAt } from './pieces.ts';

const milliseconds = (name: string, value: number): FaultParameter => ({
  name,
  default: value,
  wanted: value === Number.POSITIVE_INFINITY ? 'a number of milliseconds, or ever' : 'a number of milliseconds',
});
const count = (name: string, value: number, least = 0): FaultParameter => ({
  name,
  default: value,
  wanted: least === 0 ? 'a whole number' : `a whole number from ${least}`,
  least,
});
const afterEvent = count('N', 3);
/** The number of an event. */
export const anEvent: FaultParameter = count('N', 3, 1);
const forEver = milliseconds('MS', Number.POSITIVE_INFINITY);

/** Problems between a correct server and its client. Several faults act in this order. */
export const transportFaults: readonly Fault[] = [
  {
    name: 'latency',
    title: 'Every response is delayed.',
    parameters: [milliseconds('MS', 300), milliseconds('JITTER', 100)],
    behaviour: (delay, jitter) => ({
      delay: (before, { random }) => before + Number(delay) + Math.round(random() * Number(jitter)),
    }),
  },
  {
    name: 'stall-before-first-byte',
    title: 'No byte of the response is sent.',
    parameters: [forEver],
    behaviour: (delay) => ({ delay: (before) => before + Number(delay) }),
  },
  {
    name: 'reset-before-first-byte',
    title: 'The connection is reset before any response.',
    behaviour: () => ({ instead: () => ({ status: 0, headers: {}, reset: true }) }),
  },
  refusal(401, 'The credential is rejected.', () => unauthorizedReply()),
  refusal(409, 'The request conflicts with the state of the session.', () =>
    errorReply(409, 'This session cannot accept the request now.'),
  ),
  refusal(422, 'The request is rejected as invalid.', () =>
    problemsReply([problem('body', 'fault', { loc: ['body'], msg: 'This request is rejected.', type: 'value_error' })]),
  ),
  refusal(429, 'Too many requests; Retry-After is set.', retryReply(429), 1),
  refusal(500, 'The server returns an internal error.', () => errorReply(500, 'Internal server error.')),
  refusal(503, 'The server is unavailable; Retry-After is set.', retryReply(503), 1),
  {
    name: 'content-type',
    title: 'Every response body has another content type.',
    parameters: [{ name: 'TYPE', default: 'text/plain', wanted: 'a media type' }],
    behaviour: (type) => ({
      reply: (reply) =>
        reply.headers['content-type'] === undefined
          ? reply
          : { ...reply, headers: { ...reply.headers, 'content-type': String(type) } },
    }),
  },
  {
    name: 'all-at-once',
    title: 'The stream is sent in one burst, without waiting.',
    behaviour: () => ({ frames: (frames) => frames.filter(({ kind }) => kind !== 'wait') }),
  },
  {
    name: 'garbage-frame',
    title: 'Garbage bytes are sent before event N of the stream.',
    parameters: [anEvent],
    behaviour: (n) => ({ frames: (frames) => insertBefore(frames, Number(n), [garbage]) }),
  },
  {
    name: 'stall-after-event',
    title: 'The stream stalls after event N.',
    parameters: [afterEvent, forEver],
    behaviour: (n, delay) => ({
      frames: (frames) =>
        insertBefore(frames, Number(n) + 1, [
          delay === Number.POSITIVE_INFINITY
            ? { kind: 'hang', unfinished: true }
            : { kind: 'wait', milliseconds: Number(delay), exact: true },
        ]),
    }),
  },
  {
    name: 'end-after-event',
    title: 'The response ends cleanly after event N of the stream.',
    parameters: [afterEvent],
    behaviour: (n) => ({ frames: (frames) => insertBefore(frames, Number(n) + 1, [{ kind: 'cut', clean: true }]) }),
  },
  {
    name: 'reset-after-event',
    title: 'The connection is reset after event N of the stream.',
    parameters: [afterEvent],
    behaviour: (n) => ({ frames: (frames) => insertBefore(frames, Number(n) + 1, [{ kind: 'cut' }]) }),
  },
  {
    name: 'slow-drip',
    title: 'Every body is sent BYTES at a time, MS milliseconds apart.',
    parameters: [count('BYTES', 16, 1), milliseconds('MS', 20)],
    behaviour: (bytes, pause) => inPieces((frames) => drip(frames, Number(bytes), Number(pause))),
  },
  {
    name: 'split-at',
    title: 'Every body is split at these byte offsets.',
    parameters: [{ ...count('OFFSET', 10), many: true }],
    behaviour: (...offsets) => inPieces((frames) => splitAt(frames, offsets.map(Number))),
  },
];

/** Neither an event stream nor UTF-8; the blank line ends it. */
const garbage: Frame = {
  kind: 'bytes',
  bytes: concatBytes([encodeText('data: {"type": '), Uint8Array.of(0xff, 0x00, 0xfe), encodeText('\n\n')]),
  history: null,
};

function refusal(
  status: number,
  title: string,
  reply: (seconds: number) => ReturnType<typeof errorReply>,
  seconds?: number,
): Fault {
  const parameters =
    seconds === undefined ? [] : [{ ...count('SECONDS', seconds), wanted: 'a whole number of seconds' }];
  return {
    name: `answer-${status}`,
    title,
    parameters,
    behaviour: (value = 0) => ({ instead: () => reply(Number(value)) }),
  };
}

function retryReply(status: number) {
  return (seconds: number) => errorReply(status, `Try again in ${seconds} s.`, { 'retry-after': String(seconds) });
}

/** Inserts frames before the event with this number, from 1, or at the end if there are fewer events. */
function insertBefore(frames: Frame[], number: number, inserted: Frame[]): Frame[] {
  let seen = 0;
  const index = frames.findIndex((frame) => typeOf(frame) !== undefined && ++seen === number);
  return frames.toSpliced(index === -1 ? frames.length : index, 0, ...inserted);
}
