// What a mock of a document costs: this one, Prism, Scalar and Steady, one after the other.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort, startServer } from './server.mjs';
import { checkResponses } from './servers.mjs';

const root = resolve(import.meta.dirname, '../..');
const peers = join(root, 'bench/node_modules');
const ofPlatform = `${process.platform}-${process.arch}`;
const steady = join(peers, `@stdy/cli-${ofPlatform}/bin/steady`);
/** Scalar's mock needs a newer Node than this project does. */
const newerNode = join(peers, `node-${ofPlatform}/bin/node`);

/** How each server is started. One that is not installed is left out. */
const servers = {
  'this mock': (file, port) => [
    ...[process.execPath, join(root, 'bin/chat-contract.js'), 'mock', '--spec', file, '--port', port],
    ...['--log', 'off', '--control', 'off'],
  ],
  Prism: (file, port) => [
    ...[process.execPath, join(root, 'node_modules/@stoplight/prism-cli/dist/index.js'), 'mock', file, '--port', port],
  ],
  Scalar: (file, port) => [newerNode, join(import.meta.dirname, 'scalar-server.mjs'), file, port],
  Steady: (file, port) => [steady, '--quiet', '--host', '127.0.0.1', '--port', port, file],
};

/** The columns of `measureCost`, in order. */
export const costColumns = Object.keys(servers);

/** One cell for each server: start, first response, memory, and processor time of a request. */
export async function measureCost(file) {
  const path = checkResponses(file).first || '/';
  const cells = [];
  for (const commandOf of Object.values(servers)) {
    const port = await freePort();
    const command = commandOf(file, port);
    const server = existsSync(command[0]) ? await startServer(command, port, path) : undefined;
    cells.push(server ? await describe(server) : '–');
    await server?.stop();
  }
  return cells;
}

async function describe(server) {
  const cpu = await server.cpuOfRequest();
  const figures = `${server.start.toFixed(1)} s, ${server.first} ms, ${server.memory()} MB, ${cpu} µs`;
  return server.status === 404 ? `${figures} (404)` : figures;
}
