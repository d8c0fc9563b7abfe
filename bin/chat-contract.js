#!/usr/bin/env node
import module from 'node:module';

// An import would load all of it, file streams included.
const { existsSync } = process.getBuiltinModule('node:fs');

// From Node 22.1, a second start reads compiled code from the user's temporary folder.
module.enableCompileCache?.();
// A killed mock would not write its compile cache.
setTimeout(() => module.flushCompileCache?.(), 2000).unref();

const file = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(file)) {
  const { main, openProcess } = await import(file.href);
  process.exitCode = await main(process.argv.slice(2), openProcess());
} else {
  process.stderr.write('chat-contract: dist/ is not built; run `npm run build` first.\n');
  process.exitCode = 2;
}
