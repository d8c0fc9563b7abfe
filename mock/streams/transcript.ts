import { UsageError } from '../../src/shared/usage-error.ts';
import { encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import { isEnd, nameOf, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { parseScenario } from '../scenarios/parse-scenario.ts';
import { unknownPlaceholders } from '../scenarios/placeholders.ts';
import { formatProblem } from '../scenarios/scenario.ts';
import { jobMetadataOf, type SessionEvent, type StoredSession } from '../sessions/session.ts';
import { userInput, userInputType } from '../sessions/user-input.ts';
import { framesOf, toArray } from './frame.ts';
import { createStreamReading, type StreamProblem } from './stream-reading.ts';

/**
 * Exports a session's history as a scenario file that replays the same turns. Each prompt is in a comment before its
 * turn (`: asked "…"`, a JSON string).
 */
export function writeTranscript({ session_id: id, events }: StoredSession, protocol: StreamProtocol): string {
  let turn = 0;
  const blocks = events.map((event) => {
    if (event.type === userInputType) {
      turn += 1;
      return `: turn ${turn}\n: asked ${JSON.stringify(event.content)}\n\n`;
    }
    return encodeMessage({
      event: nameOf(protocol, String(event.type)) ?? 'message',
      // Escape text that looks like a placeholder.
      data: JSON.stringify(event).replaceAll('{{', '{\\u007b'),
    });
  });
  return `: title The session ${id}\n\n${blocks.join('')}`;
}

/** One turn of a transcript. */
export interface TranscriptTurn {
  prompt: string;
  events: SessionEvent[];
}

/**
 * Reads a transcript or any scenario file: its turns, and the protocol violations of each.
 *
 * @throws {UsageError} if it cannot be read
 */
export function readTranscript(
  text: string,
  protocol: StreamProtocol,
): { turns: TranscriptTurn[]; problems: StreamProblem[] } {
  const turns: TranscriptTurn[] = [];
  const problems: StreamProblem[] = [];
  const { scenario, problems: unreadable } = parseScenario(text, { name: 'transcript', file: 'transcript' });
  if (unreadable[0]) throw new UsageError(formatProblem(unreadable[0]));
  for (const { content, conditions } of scenario.responses) {
    if (content.kind !== 'stream') continue;
    const unknown = content.steps.flatMap((step) => (step.kind === 'message' ? unknownPlaceholders(step.data) : []));
    if (unknown[0]) throw new UsageError(`The placeholder {{${unknown[0]}}} is unknown.`);
    const reading = createStreamReading(protocol);
    const frames = toArray(framesOf(content.steps, protocol, (name) => name.replaceAll('_', ' ')));
    for (const frame of frames) problems.push(...reading.push(frame));
    problems.push(...reading.end());
    const events = frames.flatMap((frame) => ('history' in frame && frame.history ? [frame.history] : []));
    const prompt = content.asked ?? (conditions.inheritsPrompt ? undefined : conditions.prompt?.text);
    turns.push({ prompt: prompt ?? 'An imported turn', events });
  }
  return { turns, problems };
}

/** The session with these turns appended. */
export function withTurns(
  session: StoredSession,
  turns: readonly TranscriptTurn[],
  protocol: StreamProtocol,
  updatedAt: string,
): StoredSession {
  const added = turns.flatMap(({ prompt, events }) => [userInput(prompt), ...events]);
  const stop = added.findLast((event) => isEnd(protocol, String(event.type)));
  return {
    ...session,
    events: [...session.events, ...added],
    job_metadata: stop ? jobMetadataOf(stop) : session.job_metadata,
    last_updated_at: updatedAt,
  };
}
