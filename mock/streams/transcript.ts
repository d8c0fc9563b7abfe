import { UsageError } from '../../src/shared/usage-error.ts';
import { encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import { inputOf, isEnd, nameOf, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { jobMetadataOf, type SessionEvent, type StoredSession } from '../sessions/session.ts';
import { parseFixture } from './fixture.ts';
import { framesOf, toArray } from './frame.ts';
import { createStreamReading, type StreamProblem, type StreamReading } from './stream-reading.ts';

/**
 * A session's history as a `.sse` fixture: its events one after the other, each prompt in a comment before its turn
 * (`: prompt "…"`, a JSON string). Of one turn it is a scenario like any other; several have several last events.
 */
export function writeTranscript({ session_id: id, events }: StoredSession, protocol: StreamProtocol): string {
  const input = inputOf(protocol);
  const blocks = events.map((event) =>
    input && event.type === input.type
      ? `: prompt ${JSON.stringify(event[input.field])}\n\n`
      : encodeMessage({
          event: nameOf(protocol, String(event.type)) ?? 'message',
          // What looks like a placeholder was said, and is not one.
          data: JSON.stringify(event).replaceAll('{{', '{\\u007b'),
        }),
  );
  return `: title The session ${id}\n: keyword transcript\n\n${blocks.join('')}`;
}

/** One turn of a transcript. */
export interface TranscriptTurn {
  prompt: string;
  events: SessionEvent[];
}

/**
 * Reads a transcript, or any `.sse` fixture: the turns in it, and what each breaks of the protocol.
 *
 * @throws {UsageError} where it cannot be read
 */
export function readTranscript(
  text: string,
  protocol: StreamProtocol,
): { turns: TranscriptTurn[]; problems: StreamProblem[] } {
  const turns: TranscriptTurn[] = [];
  const problems: StreamProblem[] = [];
  let prompt = 'An imported turn';
  let events: SessionEvent[] = [];
  let reading: StreamReading | undefined;
  const close = () => {
    if (!reading) return;
    problems.push(...reading.end());
    turns.push({ prompt, events });
    events = [];
    reading = undefined;
  };
  for (const frame of framesIn(text, protocol)) {
    if (frame.kind === 'comment') {
      const said = promptIn(frame.text);
      if (said === undefined) continue;
      close();
      prompt = said;
    } else if (frame.kind === 'message' || frame.kind === 'bytes') {
      reading ??= createStreamReading(protocol);
      problems.push(...reading.push(frame));
      if (frame.history) events.push(frame.history);
      if (frame.history && isEnd(protocol, String(frame.history.type))) close();
    }
  }
  close();
  if (turns.length === 0) throw new UsageError('There is no event in this transcript.');
  return { turns, problems };
}

/** The session with these turns behind those that it has. */
export function withTurns(
  session: StoredSession,
  turns: readonly TranscriptTurn[],
  protocol: StreamProtocol,
  updatedAt: string,
): StoredSession {
  const input = inputOf(protocol);
  const added = turns.flatMap(({ prompt, events }) => [
    ...(input ? [{ type: input.type, [input.field]: prompt }] : []),
    ...events,
  ]);
  const stop = added.findLast((event) => isEnd(protocol, String(event.type)));
  return {
    ...session,
    events: [...session.events, ...added],
    job_metadata: stop ? jobMetadataOf(stop) : session.job_metadata,
    last_updated_at: updatedAt,
  };
}

function framesIn(text: string, protocol: StreamProtocol) {
  try {
    // A title and a keyword of its own come later, and count.
    const fixture = parseFixture(`: title A transcript\n: keyword transcript\n\n${text}`, 'transcript', 'played');
    return toArray(framesOf(fixture, protocol, (name) => name.replaceAll('_', ' ')));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The prompt that a comment tells. */
function promptIn(comment: string): string | undefined {
  const [, json] = /^prompt\s+(".*")$/.exec(comment.trim()) ?? [];
  if (json === undefined) return undefined;
  try {
    return String(JSON.parse(json));
  } catch {
    return undefined;
  }
}
