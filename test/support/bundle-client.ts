import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** A program that lists all sessions and streams a turn: what a small chat page needs. */
export const listAndStream = `
import { createChatClient } from 'chat-contract/client';
const chat = createChatClient({ baseUrl: globalThis.baseUrl, token: 'any-token' });
for await (const session of chat.listSessions.all()) globalThis.show(session.session_id);
for await (const event of chat.streamMessages('ses_demo_welcome', { index_ids: ['idx_1'], prompt: 'Why?' })) {
  globalThis.show(event.type);
}
`;

/** One minified module for browsers, made by esbuild as a page's build would, without React; `folder` has the package installed. */
export async function bundle(program: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: 'ts' },
    absWorkingDir: folder,
    bundle: true,
    external: ['react'],
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Bytes of a text as a server sends it. */
export function gzippedSize(text: string): number {
  return gzipSync(text, { level: 9 }).length;
}
