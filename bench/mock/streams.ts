import { connect, type Socket } from 'node:net';
import { headers, type Running } from './target.ts';

/** The cost of concurrent streams. */
export interface StreamLoad {
  events: number;
  eventsPerSecond: number;
  /** Of the server, in microseconds. */
  cpuPerEvent: number;
  /** Of the server while all streams are open, in megabytes. */
  memory: number;
}

const body = JSON.stringify({ index_ids: ['a'], prompt: 'x' });

/** Plays streams, each on its own session, and waits until all have ended. */
export async function playStreams(server: Running, sessions: readonly string[]): Promise<StreamLoad> {
  const before = { cpu: server.cpu(), at: performance.now() };
  let events = 0;
  let last = before.at;
  const sockets = await open(server, sessions, (count) => {
    events += count;
    last = performance.now();
  });
  const memory = server.memory();
  while (performance.now() - last < 2000) await new Promise((resolve) => setTimeout(resolve, 100));
  for (const socket of sockets) socket.destroy();
  return {
    events,
    eventsPerSecond: (events / (last - before.at)) * 1000,
    cpuPerEvent: (server.cpu() - before.cpu) / events,
    memory,
  };
}

/** The lateness of events, in milliseconds. */
export interface Lateness {
  median: number;
  /** The 99th percentile. */
  p99: number;
}

/**
 * How late events arrive after their due time. The earliest event of a stream counts as on time.
 *
 * @param dues due times of the events of a stream, in milliseconds
 */
export async function measureLateness(
  server: Running,
  sessions: readonly string[],
  dues: readonly number[],
): Promise<Lateness> {
  const arrivals = new Map<Socket, number[]>();
  const sockets = await open(server, sessions, (count, socket) => {
    const times = arrivals.get(socket) ?? [];
    arrivals.set(socket, times);
    for (let event = 0; event < count; event++) times.push(performance.now());
  });
  const longest = Math.max(...dues) + 2000;
  await new Promise((resolve) => setTimeout(resolve, longest));
  for (const socket of sockets) socket.destroy();
  const late = [...arrivals.values()].flatMap((times) => {
    if (times.length !== dues.length) throw new Error(`A stream sent ${times.length} of ${dues.length} events.`);
    const delays = times.map((time, event) => time - dues[event]!);
    const earliest = Math.min(...delays);
    return delays.map((delay) => delay - earliest);
  });
  late.sort((left, right) => left - right);
  return { median: late[Math.floor(late.length / 2)]!, p99: late[Math.floor(late.length * 0.99)]! };
}

/** The memory of a server while streams are open, in megabytes. With `reads`, the clients read the data. */
export async function holdStreams(
  server: Running,
  sessions: readonly string[],
  seconds: number,
  reads: boolean,
): Promise<number> {
  const sockets = await open(server, sessions, (_, socket) => {
    if (!reads) socket.pause();
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const memory = server.memory();
  const ended = sockets.filter(({ readyState }) => readyState !== 'open').length;
  if (ended > 0) throw new Error(`${ended} of ${sockets.length} streams had ended before all were open.`);
  for (const socket of sockets) socket.destroy();
  return memory;
}

/** Called with the number of events in a new chunk. */
type Count = (events: number, socket: Socket) => void;

/** Resolves once all have begun; a limited number at a time, because the system's queue of new connections is short. */
async function open(server: Running, sessions: readonly string[], count: Count): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let index = 0; index < sessions.length; index += 250) {
    const some = sessions.slice(index, index + 250).map((session) => openStream(server, session, count));
    sockets.push(...some);
    await Promise.all(some.map((socket) => new Promise((resolve) => socket.once('data', resolve))));
  }
  return sockets;
}

/**
 * Raw, so that the client costs less than the server; an event is counted by its data line, which may be split between
 * chunks.
 */
function openStream(server: Running, session: string, count: Count): Socket {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  const head = `POST /api/v1/chat/${session}/messages/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${headers.authorization}\r\n`;
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  socket.on('data', (chunk) => {
    let found = 0;
    for (let at = chunk.indexOf('\ndata:'); at !== -1; at = chunk.indexOf('\ndata:', at + 2)) found++;
    count(found, socket);
  });
  return socket;
}

/** Creates sessions; a server without sessions accepts every id. */
export async function makeSessions(server: Running, count: number, stateful: boolean): Promise<string[]> {
  if (!stateful) return Array.from({ length: count }, (_, index) => `ses_${index}`);
  const ids: string[] = [];
  while (ids.length < count) {
    const made = await Promise.all(
      Array.from({ length: Math.min(100, count - ids.length) }, async () => {
        const answer = await fetch(`${server.url}/api/v1/chat`, { method: 'POST', headers, body: '{}' });
        return ((await answer.json()) as { session_id: string }).session_id;
      }),
    );
    ids.push(...made);
  }
  return ids;
}
