import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['run.ts', 'soak.ts', 'bare-server.ts'],
  outDir: '../../node_modules/.cache/bench',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  dts: false,
  deps: { skipNodeModulesBundle: true },
  clean: false,
  logLevel: 'warn',
});
