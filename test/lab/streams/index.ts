import { agUi } from './apis/ag-ui.ts';
import { aiSdkUi } from './apis/ai-sdk-ui.ts';
import { anthropicMessages } from './apis/anthropic-messages.ts';
import { openaiChat } from './apis/openai-chat.ts';
import { openaiResponses } from './apis/openai-responses.ts';
import type { LabApi } from './frame.ts';

/** The APIs of the lab, each with a document in `examples/streams`. */
export const streamApis: readonly LabApi[] = [agUi, aiSdkUi, anthropicMessages, openaiChat, openaiResponses];
