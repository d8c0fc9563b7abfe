import { type BrokenServer, broken } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import type { Turn } from '../../reference/model.ts';

/** Servers that buffer a turn and send it at its end. */
export function liveness(): BrokenServer[] {
  const clause = 'delta events are increments for live display';
  const buffered =
    (duration: number): Override =>
    (usual) => {
      const held = new Map<Turn, (string | Buffer)[]>();
      return {
        duration,
        write(_response, bytes, turn) {
          held.set(turn, [...(held.get(turn) ?? []), bytes]);
        },
        end(response, turn) {
          for (const bytes of held.get(turn) ?? []) usual.write(response, bytes, turn);
          usual.end(response, turn);
        },
      };
    };
  return [
    broken('live/everything in one burst at the end', clause, buffered(900)),
    broken('live/everything in one burst after two seconds', clause, buffered(2000)),
    broken('live/everything in one write at the end', clause, (usual) => ({
      ...buffered(900)(usual),
      end(response, turn) {
        response.end(turn.streamed.map((event) => usual.frame(event, turn)).join(''));
      },
    })),
  ];
}
