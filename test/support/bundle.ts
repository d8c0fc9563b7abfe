import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type OutputOptions, rolldown } from 'rolldown';

/** A program that lists all sessions and streams a turn, like a small chat page. */
export const listAndStream = `
import { createChatClient } from 'chat-contract/client';
const chat = createChatClient({ baseUrl: globalThis.baseUrl, token: 'any-token' });
for await (const session of chat.listSessions.all()) globalThis.show(session.session_id);
for await (const event of chat.streamMessages('ses_demo_welcome', { index_ids: ['idx_1'], prompt: 'Why?' })) {
  globalThis.show(event.type);
}
`;

/**
 * One minified module for browsers, as a page's build creates it, without React; packages are resolved from `folder`.
 */
export function bundleForBrowser(program: string, folder: string): Promise<string> {
  return bundle(program, folder, 'browser', { minify: true });
}

/** One module for Node; packages are resolved from `folder`. */
export function bundleForNode(program: string, folder: string): Promise<string> {
  return bundle(program, folder, 'node', {});
}

/** The compressed size of a text, as a server sends it. */
export function gzippedSize(text: string): number {
  return gzipSync(text, { level: 9 }).length;
}

async function bundle(
  program: string,
  folder: string,
  platform: 'browser' | 'node',
  output: OutputOptions,
): Promise<string> {
  const entry = join(folder, 'bundled-program.ts');
  const build = await rolldown({
    input: entry,
    cwd: folder,
    platform,
    external: ['react'],
    transform: { target: 'es2022' },
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? program : undefined),
      },
    ],
  });
  try {
    const generated = await build.generate({ format: 'esm', codeSplitting: false, ...output });
    return generated.output[0].code;
  } finally {
    await build.close();
  }
}
