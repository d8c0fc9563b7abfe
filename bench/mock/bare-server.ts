import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The ceiling: what Node's own server can do with a fixed body, and with frames that were made before.
// Arguments: a file with the body, a fixture, and how many times faster than written it is played.

const [, , bodyFile = '', fixtureFile = '', speed = '1'] = process.argv;
const body = readFileSync(bodyFile);
const json = { 'content-type': 'application/json', 'content-length': body.length };

/** The frames of a fixture with the wait before each, in milliseconds. */
const frames: { wait: number; bytes: Buffer }[] = [];
let wait = 0;
for (const block of readFileSync(fixtureFile, 'utf8').split('\n\n')) {
  for (const [, milliseconds] of block.matchAll(/^: wait (\d+)ms$/gm)) wait += Number(milliseconds) / Number(speed);
  const sent = block
    .split('\n')
    .filter((line) => /^(event|data):/.test(line))
    .join('\n');
  if (sent === '') continue;
  frames.push({ wait, bytes: Buffer.from(`${sent}\n\n`) });
  wait = 0;
}

const server = createServer((request, response) => {
  if (request.url?.endsWith('/stream')) {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let next = 0;
    let due = performance.now();
    const play = () => {
      const frame = frames[next++];
      if (!frame || response.destroyed) return void response.end();
      due += frames[next]?.wait ?? 0;
      if (response.write(frame.bytes)) setTimeout(play, Math.max(0, due - performance.now()));
      else response.once('drain', play);
    };
    due += frames[0]?.wait ?? 0;
    setTimeout(play, due - performance.now());
    return;
  }
  if (request.method === 'GET') {
    response.writeHead(200, json);
    response.end(body);
    return;
  }
  request.on('data', () => {});
  request.on('end', () => {
    response.writeHead(201, json);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
