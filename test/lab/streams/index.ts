import { anthropicMessages } from './apis/anthropic-messages.ts';
import { openaiChat } from './apis/openai-chat.ts';
import type { LabApi } from './frame.ts';

/** The APIs of the laboratory, each with a document in `examples/streams`. */
export const streamApis: readonly LabApi[] = [anthropicMessages, openaiChat];
