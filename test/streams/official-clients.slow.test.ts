import { join } from 'node:path';
import { HttpAgent } from '@ag-ui/client';
import Anthropic from '@anthropic-ai/sdk';
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai';
import OpenAI from 'openai';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { mockForTest } from '../support/run-cli.ts';
import { type RelayChoice, startRelay } from './relay.ts';

const ways: [string, string[], RelayChoice | undefined][] = [
  ['directly', ['--speed', 'max'], undefined],
  ['at speed 1', ['--speed', '1'], undefined],
  ['in CRLF', ['--speed', 'max'], { crlf: true }],
  ['in pieces of three bytes', ['--speed', 'max'], { piece: 3 }],
];

async function serve(name: string, options: string[], relay: RelayChoice | undefined): Promise<string> {
  const folder = join(packageRoot, 'examples/streams', name);
  const { url } = await mockForTest([
    '--spec',
    join(folder, 'openapi.yaml'),
    '--scenarios',
    join(folder, 'scenarios'),
    ...options,
  ]);
  if (!relay) return url;
  const { url: relayed, close } = await startRelay(url, relay);
  onTestFinished(close);
  return relayed;
}

describe.each(ways)('%s', (way, options, relay) => {
  test('openai reads chat completions', async () => {
    const client = new OpenAI({
      apiKey: 'key',
      baseURL: `${await serve('openai-chat', options, relay)}/v1`,
      maxRetries: 0,
    });
    const ask = (content: string, more: object = {}) =>
      client.chat.completions
        .stream({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more })
        .finalChatCompletion();
    expect((await ask('Hello #text')).choices[0]?.message.content).toBe('Hello!');
    const { choices, usage } = await ask('Say #choices', { n: 2, stream_options: { include_usage: true } });
    expect(choices.map(({ message }) => message.content)).toEqual(['Hello!', 'Hello!']);
    expect(usage?.total_tokens).toBe(11);
    const calls = (await ask('#tool')).choices[0]?.message.tool_calls ?? [];
    expect(calls.map((call) => call.type === 'function' && call.function.arguments)).toEqual([
      '{"city":"Paris"}',
      '{"city":"Rome"}',
    ]);
    await expect(ask('#error')).rejects.toThrow('Overloaded');
    const plain = await client.chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Say hello.' }],
    });
    expect(plain.choices[0]?.message.content).toBe('Hello!');
  });

  test('openai reads responses', async () => {
    const client = new OpenAI({
      apiKey: 'key',
      baseURL: `${await serve('openai-responses', options, relay)}/v1`,
      maxRetries: 0,
    });
    const ask = (input: string) => client.responses.stream({ model: 'gpt-4o', input }).finalResponse();
    expect((await ask('#text')).output_text).toBe('HelloHel again.Bye.');
    expect((await ask('#items')).output).toHaveLength(2);
    expect(await ask('#incomplete')).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
    const call = (await ask('#tool')).output.find(({ type }) => type === 'function_call');
    expect(call).toMatchObject({ name: 'get_weather', arguments: '{"city":"Paris"}' });
    const calls = (await ask('#calls')).output.filter((item) => item.type === 'function_call');
    expect(calls.map((item) => item.arguments)).toEqual(['{"city":"Paris"}', '{"city":"Rome"}']);
    const events: string[] = [];
    for await (const event of await client.responses.create({ model: 'gpt-4o', input: '#error', stream: true }))
      events.push(event.type);
    expect(events.at(-1)).toBe('response.failed');
    expect((await client.responses.create({ model: 'gpt-4o', input: 'Say hello.' })).output_text).toBe('Hello!');
  });

  test('@anthropic-ai/sdk reads messages', async () => {
    const client = new Anthropic({
      apiKey: 'key',
      baseURL: await serve('anthropic-messages', options, relay),
      maxRetries: 0,
    });
    const body = (content: string) => ({
      model: 'claude-sonnet-4-5',
      max_tokens: 64,
      messages: [{ role: 'user' as const, content }],
    });
    const ask = (content: string) => client.messages.stream(body(content)).finalMessage();
    expect((await ask('#text')).content).toMatchObject([{ type: 'text', text: 'Hello!' }]);
    expect((await ask('#blocks')).content).toMatchObject([
      { type: 'thinking' },
      { type: 'text' },
      { type: 'tool_use', input: { city: 'Paris' } },
      { type: 'tool_use', input: { city: 'Rome' } },
    ]);
    const { content, stop_reason } = await ask('#tool');
    expect(content).toMatchObject([
      { type: 'thinking', thinking: 'I need the weather.', signature: 'c2ln' },
      { type: 'text', text: 'I will look.' },
      { type: 'tool_use', name: 'get_weather', input: { city: 'Paris' } },
    ]);
    expect(stop_reason).toBe('tool_use');
    await expect(ask('#error')).rejects.toThrow('Overloaded');
    expect((await client.messages.create(body('Say hello.'))).content).toMatchObject([{ text: 'Hello!' }]);
  });

  test('ai reads UI messages', async () => {
    const transport = new DefaultChatTransport<UIMessage>({
      api: `${await serve('ai-sdk-ui', options, relay)}/api/chat`,
    });
    const ask = async (text: string) => {
      const messages: UIMessage[] = [{ id: '1', role: 'user', parts: [{ type: 'text', text }] }];
      const stream = await transport.sendMessages({
        chatId: 'c',
        trigger: 'submit-message',
        messageId: undefined,
        messages,
        abortSignal: undefined,
      });
      const errors: string[] = [];
      let last: UIMessage | undefined;
      for await (const message of readUIMessageStream({
        stream,
        onError: (error) => errors.push(String((error as Error).message)),
      }))
        last = message;
      return { parts: last?.parts ?? [], errors };
    };
    const texts = (parts: UIMessage['parts']) => parts.flatMap((part) => (part.type === 'text' ? part.text : []));
    expect(texts((await ask('#text')).parts)).toEqual(['Hello!']);
    expect(texts((await ask('#parts')).parts)).toEqual(['Hello!', 'x']);
    const { parts } = await ask('#tool');
    expect(parts.find(({ type }) => type === 'tool-get_weather')).toMatchObject({
      state: 'output-available',
      input: { city: 'Paris' },
      output: { sunny: true },
    });
    expect(texts(parts)).toEqual(['Sunny.']);
    expect((await ask('#error')).errors).toEqual(['Gone.']);
  });

  // Its parser accepts only LF, according to the document.
  if (way === 'in CRLF') return;
  test('@ag-ui/client reads runs', async () => {
    const url = `${await serve('ag-ui', options, relay)}/agent`;
    const ask = async (content: string) => {
      const agent = new HttpAgent({ url, threadId: 'thread-9', initialMessages: [{ id: '1', role: 'user', content }] });
      const errors: string[] = [];
      await agent
        .runAgent({ runId: 'run-9' }, { onRunErrorEvent: ({ event }) => void errors.push(event.message) })
        .catch(() => {});
      return { messages: agent.messages.slice(1), state: agent.state, errors };
    };
    const plain = await ask('#text');
    expect(plain.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)).toEqual(['Hello!']);
    expect(plain.state).toEqual({ n: 2 });
    const { messages } = await ask('#tool');
    expect(JSON.stringify(messages)).toContain(JSON.stringify(JSON.stringify({ city: 'Paris' })));
    expect(messages.find(({ role }) => role === 'tool')).toMatchObject({ content: 'Sunny' });
    expect((await ask('#messages')).messages.filter(({ role }) => role === 'assistant')).toHaveLength(2);
    const chunks = JSON.stringify((await ask('#chunks')).messages);
    for (const whole of ['"Greet."', '"Hello!"', JSON.stringify(JSON.stringify({ city: 'Paris' }))])
      expect(chunks).toContain(whole);
    expect((await ask('#error')).errors).toEqual(['Gone.']);
  });
});
