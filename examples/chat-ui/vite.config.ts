import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // In this repository the client is next to the example. In your own project it is installed, and this line is not
  // needed.
  resolve: { alias: { 'chat-contract/client': fileURLToPath(new URL('../../src/client/index.ts', import.meta.url)) } },
});
