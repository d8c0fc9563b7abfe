import type { SessionEvent } from './session.ts';

/** The type of the event that repeats a prompt in a session's history. */
export const userInputType = 'user_input';

/** A prompt, as an event of the history. */
export function userInput(prompt: string): SessionEvent {
  return { type: userInputType, content: prompt };
}

/** The prompts of a history, oldest first. */
export function promptsIn(events: readonly SessionEvent[]): string[] {
  return events.filter(({ type }) => type === userInputType).map(({ content }) => String(content));
}
