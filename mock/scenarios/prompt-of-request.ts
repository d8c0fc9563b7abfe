import { isObject } from '../../src/shared/json.ts';

/** The conversation in a request body. */
export interface AskedPrompt {
  /** The texts of the last prompt. */
  prompts: string[];
  /** Those of the earlier prompts. */
  earlier: string[];
  /** From 1; `undefined` if the body has no history. */
  turn: number | undefined;
}

/** Maximum texts of a body to collect. */
const mostTexts = 1000;
const deepest = 20;
/** Fields that are not part of a prompt. */
const labels = /^(type|role|id|.*_id|.*Id)$/;

/**
 * Finds the prompt in a request to any API: the field `prompt`, else the last message with the role `user` in a list of
 * messages with roles, else every text in the body. The turn is one more than the number of messages with other roles
 * than `user` and `system`.
 */
export function promptOfRequest(body: unknown): AskedPrompt {
  if (isObject(body) && typeof body.prompt === 'string')
    return { prompts: [body.prompt], earlier: [], turn: undefined };
  const messages = findMessages(body, 0);
  if (!messages) return { prompts: textsIn(body), earlier: [], turn: undefined };
  const asked = messages.filter(({ role }) => role === 'user' || role === 'human');
  const answered = messages.filter(({ role }) => role === 'assistant' || role === 'model' || role === 'ai');
  const last = asked.at(-1);
  return {
    prompts: textsIn(last),
    earlier: asked.slice(0, -1).flatMap((message) => textsIn(message)),
    turn: answered.length + 1,
  };
}

type Message = Record<string, unknown> & { role: string };

function findMessages(value: unknown, depth: number): Message[] | undefined {
  if (depth > 3) return undefined;
  if (Array.isArray(value)) {
    const messages = value.filter((one): one is Message => isObject(one) && typeof one.role === 'string');
    return messages.length > 0 ? messages : undefined;
  }
  if (!isObject(value)) return undefined;
  for (const one of Object.values(value)) {
    const found = findMessages(one, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  collect(value, texts, 0);
  return texts;
}

function collect(value: unknown, texts: string[], depth: number): void {
  if (texts.length >= mostTexts || depth > deepest) return;
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, texts, depth + 1);
  else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) if (!labels.test(name)) collect(one, texts, depth + 1);
  }
}
