import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startMock } from './start-mock.ts';

const body = '{"index_ids":["a"],"prompt":"x"}';

function turnOn(session: string): string {
  const head = `POST /api/v1/chat/${session}/messages/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

test('ends a turn that was queued on a connection when the connection closes', async () => {
  const mock = await startMock({ seed: 'none', speed: 0.01 });
  onTestFinished(() => mock.close());
  await mock.seed({ sessions: ['ses_1', 'ses_2'].map((session_id) => ({ session_id, minutes_ago: 1 })) });
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1');
  socket.on('error', () => {}).write(turnOn('ses_1') + turnOn('ses_2'));
  await expect.poll(() => mock.requests({ operation: 'streamMessages' }).length).toBe(2);
  socket.destroy();
  const lastEvents = async () => {
    const sessions = (await mock.sessions()).default ?? [];
    return sessions.map(({ events }) => (events as { type: string }[]).at(-1)?.type);
  };
  await expect.poll(lastEvents).toEqual(['stop', 'stop']);
});
