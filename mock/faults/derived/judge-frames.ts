import { isObject, parseJson } from '../../../src/shared/json.ts';
import { createEventStreamDecoder } from '../../../src/sse/event-stream-decoder.ts';
import { createProtocolReader, type StreamProtocol } from '../../../src/sse/stream-protocol.ts';
import { encodeFrame, type Frame } from '../../streams/frame.ts';

/** The input of a check of frames. */
export interface FrameJudge {
  protocol: StreamProtocol;
  /** The body of the request. */
  request: unknown;
  /** The schema of each event type. */
  types: Readonly<Record<string, unknown>>;
  /** True if an event satisfies its schema. */
  suitsSchema(event: unknown): boolean;
}

/** The rule id of a schema violation. */
export const schemaRule = 'event-schema';

/** The rules of the protocol that frames violate: `rule`, or `rule: subject`. */
export function violatedRules(frames: readonly Frame[], { protocol, request, types }: FrameJudge): Set<string> {
  const reader = createProtocolReader(protocol, { request, types });
  const violated = new Set<string>();
  const add = (violations: ReturnType<typeof reader.read>) => {
    for (const { rule, subject } of violations) violated.add(ruleName(rule, subject));
  };
  for (const frame of frames) {
    for (const { event, data, value } of messagesIn(frame)) add(reader.read({ event, data }, value));
  }
  add(reader.end());
  return violated;
}

/** True if every event satisfies its schema. */
export function suitSchemas(frames: readonly Frame[], { suitsSchema }: FrameJudge): boolean {
  return frames.every((frame) => messagesIn(frame).every(({ value }) => !isObject(value) || suitsSchema(value)));
}

/** `lifecycle-closed: content block` */
export function ruleName(rule: string, subject: string | undefined): string {
  return subject === undefined ? rule : `${rule}: ${subject}`;
}

interface Message {
  event: string;
  data: string;
  value: unknown;
}

const known = new WeakMap<Frame, Message[]>();

/** Each frame is parsed once, even if many edited streams contain it. */
function messagesIn(frame: Frame): Message[] {
  const found = known.get(frame);
  if (found) return found;
  const messages: Message[] = [];
  if (frame.kind === 'message') messages.push({ event: frame.event ?? 'message', data: '', value: frame.data });
  else if (frame.kind === 'bytes') {
    const decoder = createEventStreamDecoder({
      onMessage: ({ event, data }) => messages.push({ event, data, value: parseJson(data) }),
    });
    decoder.push(encodeFrame(frame));
    decoder.end();
  }
  known.set(frame, messages);
  return messages;
}
