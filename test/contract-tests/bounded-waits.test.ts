import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';

/** Functions that wait for something external: time, a response, a piece of a body. */
const waits =
  /\bset(?:Timeout|Interval)\(|AbortSignal\.timeout\(|await fetch\(|await [\w.]*\.(?:read|text|json|arrayBuffer)\(\)/g;

/** Waits that do not go through `waitAtMost`, each with its own bound. */
const others = [
  // Ends the clean-up in any case.
  'contract-tests/run/observe.ts: AbortSignal.timeout(',
  // The client's bounds themselves.
  'src/client/runtime/bounded-fetch.ts: setTimeout(',
  // Bodies of the client are read through bounded-fetch, which limits them.
  'src/client/runtime/read-events.ts: await reader.read()',
  // The maximum time that a stream may stay open after its last event.
  'src/client/runtime/read-events.ts: setTimeout(',
  'src/client/runtime/read-response.ts: await response.text()',
  // The pause before a retry.
  'src/client/runtime/send-request.ts: setTimeout(',
  // The proxy's bound on a whole exchange, then the pause that a fault asks for. The silence of an upstream is bounded by
  // the connection pool (`headersTimeout` and `bodyTimeout`).
  'src/proxy/forward.ts: setTimeout(',
  'src/proxy/pass-on.ts: setTimeout(',
];

test('waits for a server only through waitAtMost, except in the files listed here', () => {
  const files = ['contract-tests/run', 'contract-tests/probes', 'src/record', 'src/client', 'src/proxy'].flatMap(
    (folder) =>
      readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => `${folder}/${file}`),
  );
  const found = files.flatMap((file) => {
    const code = readFileSync(join(packageRoot, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return [...code.matchAll(waits)].map(([wait]) => `${file}: ${wait}`);
  });
  expect(files.length).toBeGreaterThan(30);
  expect(found).toEqual(others);
});
