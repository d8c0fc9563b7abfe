// What it costs the mock to serve a document: `node bench/load-spec.mjs FILE`. It uses the built mock (`npm run build`).
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const { startMock } = await import(new URL('../dist/mock/index.js', import.meta.url).href);
const text = readFileSync(process.argv[2], 'utf8');
const began = performance.now();
const mock = await startMock({ document: JSON.parse(text), seed: 'none' });
const started = performance.now();
// The first answer loads Prism, which makes up what has no example.
const { path } = mock.operations.find(({ method }) => method === 'GET');
const headers = { authorization: 'Bearer any-token' };
await (await fetch(mock.url + path.replaceAll(/\{[^}]+\}/g, 'a'), { headers })).arrayBuffer();
const answered = performance.now();
console.log(
  JSON.stringify({
    operations: mock.operations.length,
    bytes: text.length,
    startMilliseconds: Math.round(started - began),
    firstAnswerMilliseconds: Math.round(answered - started),
    residentMegabytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
  }),
);
await mock.close();
