import { element } from '../element.ts';
import { isForwarded, upstreamTag } from '../upstream.ts';
import type { ViewParts } from '../view.ts';
import type { KnownStream } from './stream-store.ts';

const states: Record<string, string> = { ended: 'ended', cut: 'cut', left: 'client left' };

/** A badge: whether a stream is live, paused or over. */
export function drawState({ ended, paused }: KnownStream): HTMLElement {
  const text = ended ? (states[ended.how] ?? ended.how) : paused ? 'paused' : 'live';
  const kind = ended ? (ended.how === 'ended' ? 'over' : 'bad') : paused ? 'warn' : 'good';
  return element('span', { class: `state ${kind}` }, text);
}

/** The name of a stream: its scenario, or behind a proxy its operation with a mark. */
export function nameOf(stream: KnownStream, parts: ViewParts): (HTMLElement | string)[] {
  if (isForwarded(stream, parts)) return [stream.operation, upstreamTag()];
  return [stream.scenario || stream.operation];
}
