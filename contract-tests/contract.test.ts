import { contractTests } from './vitest.ts';

const { LLAMA_CLOUD_BASE_URL: baseUrl, LLAMA_CLOUD_API_KEY: token, CHAT_INDEX_IDS: indexIds = '' } = process.env;

if (!baseUrl) throw new Error('LLAMA_CLOUD_BASE_URL is missing. Set it to the address of the server to test.');

contractTests({
  baseUrl,
  ...(token ? { token } : {}),
  ...(indexIds ? { indexIds: indexIds.split(',') } : {}),
  strict: process.env.CHAT_STRICT === 'true',
});
