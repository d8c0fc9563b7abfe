import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['run.ts', 'upstream.ts', 'bare-pipe.ts'],
  outDir: '../../node_modules/.cache/bench-proxy',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  deps: { skipNodeModulesBundle: true },
  clean: false,
  logLevel: 'warn',
});
