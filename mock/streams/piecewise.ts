import type { HandlerContext } from '../handler-context.ts';
import type { Reply } from '../http/exchange.ts';
import { encodeFrame } from './frame.ts';
import { play } from './player.ts';
import type { Turn } from './turn.ts';

/** Adds a playback to a reply whose body a fault has split. Other replies are unchanged. */
export function playPieces(reply: Reply, { clock }: Pick<HandlerContext, 'clock'>): Reply {
  const { pieces } = reply;
  if (!pieces) return reply;
  const length = pieces.reduce((sum, piece) => sum + encodeFrame(piece).byteLength, 0);
  const headers = { ...reply.headers, 'content-length': String(length) };
  return { ...reply, headers, playback: play({ frames: pieces, turn: noTurn, clock, speed: 1 }) };
}

/** A plain body does not belong to a turn. */
const noTurn: Turn = { take: () => undefined, end: async () => {}, abandon: async () => {} };
