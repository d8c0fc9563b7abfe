import { createKeptJson } from '../../../contract-tests/run/http/kept-json.ts';
import { readTurn } from '../../../contract-tests/run/read-turn.ts';
import type { TurnMessage } from '../../../contract-tests/run/turn.ts';
import type { Contract, Operation } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/validate/schema-validator.ts';
import { createBodyTap } from '../body-tap.ts';
import type { LiveEnd } from '../live-playback.ts';
import { createChunkQueue } from './chunk-queue.ts';

/** The stored data of one stream: violations, but no valid events. */
const bounds = { chunks: 0, deltas: 1, events: 1, broken: 50 };
const keptBytes = 1_048_576;

/** What reading a stream needs of its exchange. */
export interface StreamParts {
  contract: Contract;
  validate: SchemaValidator;
  hide(text: string): string;
  elapsed(): number;
  request: unknown;
  /** Called with each event that violates the contract. */
  onBroken(message: TurnMessage): void;
}

/** A stream that is read as it passes. */
export type FollowedStream = ReturnType<typeof followStream>;

/** Reads a forwarded stream. */
export function followStream(encoding: string | undefined, operation: Operation, limit: number, parts: StreamParts) {
  const queue = createChunkQueue();
  const tap = createBodyTap({ encoding, limit: limit * 64, onBytes: queue.push });
  const reading = readTurn(
    { status: 200, headers: new Headers(), chunks: queue.chunks, failure: queue.failure, abort() {} },
    {
      ...parts,
      stream: operation.stream!,
      kept: createKeptJson(keptBytes),
      bounds,
      earlierKeys: new Set(),
      closingTime: 60_000,
      onMessage(message) {
        if (message.event === undefined || message.schema.length > 0 || message.protocol.length > 0) {
          parts.onBroken(message);
        }
      },
    },
  );
  return {
    tap,
    async end(how: LiveEnd) {
      await tap.end();
      queue.close(tap.given ? 'too-large' : how === 'ended' ? undefined : how === 'left' ? 'aborted' : 'reset');
      return reading;
    },
  };
}
