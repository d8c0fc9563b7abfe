import type { MoreServers } from './servers.ts';
import { openaiChat } from './openai-chat.ts';

/** More servers by the name of their API. */
export const moreServers: Readonly<Record<string, MoreServers>> = {
  'openai-chat': openaiChat,
};
