import { isObject, parseJson } from '../shared/json.ts';
import { isMaskable } from '../shared/mask-credentials.ts';
import { openedKeys, type StreamProtocol } from '../sse/stream-protocol.ts';
import type { RecordedStep } from './recording.ts';
import { replaceValues, replaceWords } from './replace-values.ts';

/** Private values of a turn. */
export interface Private {
  /** Always masked. */
  token?: string | undefined;
  /** Values to replace with placeholders, if requested. */
  prompt: string;
  indexIds: readonly string[];
  sessionId: string;
  projectId?: string | undefined;
}

/** Masks the token if the server repeats it. */
export function withoutToken(steps: readonly RecordedStep[], token: string | undefined): RecordedStep[] {
  return token && isMaskable(token) ? replaceAll(steps, new Map([[token, '[token]']])) : [...steps];
}

/**
 * Replaces the values of one session with placeholders that the mock fills in: the prompt, the indexes, and the keys
 * that connect results to calls, numbered in order. The ids of the session and the project become plain words.
 */
export function withPlaceholders(
  steps: readonly RecordedStep[],
  { prompt, indexIds, sessionId, projectId }: Private,
  protocol: StreamProtocol | undefined,
): RecordedStep[] {
  const names = new Map([[prompt, '{{prompt}}'], ...indexIds.map((id): [string, string] => [id, '{{index_id}}'])]);
  names.set(sessionId, 'session-id');
  if (projectId) names.set(projectId, 'project-id');
  // Of a value that the recorded request did not have.
  names.delete('');
  let keys = 0;
  for (const step of steps) {
    const event = step.kind === 'message' ? parseJson(step.data) : undefined;
    if (!isObject(event)) continue;
    // A prompt such as `stop` is no reason to replace the type of an event.
    if (typeof event.type === 'string') names.delete(event.type);
    for (const value of protocol ? openedKeys(protocol, String(event.type), event) : []) {
      if (typeof value !== 'string' || names.has(value)) continue;
      keys += 1;
      names.set(value, `{{call_id_${keys}}}`);
    }
  }
  return replaceAll(steps, names);
}

/** Escapes braces of the original text, which would be read as a placeholder. The escape means the same in JSON. */
export function escapeBraces(steps: readonly RecordedStep[]): RecordedStep[] {
  return steps.map((step) =>
    step.kind === 'message' ? { ...step, data: step.data.replaceAll('{{', '{\\u007b') } : { ...step },
  );
}

function replaceAll(steps: readonly RecordedStep[], names: ReadonlyMap<string, string>): RecordedStep[] {
  return steps.map((step) =>
    step.kind === 'message'
      ? {
          ...step,
          data: parseJson(step.data) === undefined ? replaceWords(step.data, names) : replaceValues(step.data, names),
        }
      : step.kind === 'comment'
        ? { ...step, text: replaceWords(step.text, names) }
        : step,
  );
}
