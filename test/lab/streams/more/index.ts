import { agUi } from './ag-ui.ts';
import { aiSdkUi } from './ai-sdk-ui.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { MoreServers } from './servers.ts';

/** More servers, by API. */
export const moreServers: Readonly<Record<string, MoreServers>> = {
  'ag-ui': agUi,
  'ai-sdk-ui': aiSdkUi,
  'anthropic-messages': anthropicMessages,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
};
