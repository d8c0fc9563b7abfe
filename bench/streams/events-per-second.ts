import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createProtocolReader, type StreamProtocol } from '../../src/sse/stream-protocol.ts';

/** Events a second through the interpreter and through JSON.parse alone, and memory over a long stream. */
const events = Number(process.argv[2] ?? 1_000_000);
const batch = 20_000;
const documents = ['anthropic-messages', 'openai-chat', 'openai-responses', 'ai-sdk-ui', 'ag-ui'];

const deltas: Record<string, (index: number) => object> = {
  'anthropic-messages': (index) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: `word ${index % 97} ` },
  }),
  'openai-chat': (index) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta: { content: `word ${index % 97} ` }, logprobs: null, finish_reason: null }],
  }),
  'openai-responses': (index) => ({
    type: 'response.output_text.delta',
    sequence_number: index,
    item_id: 'msg_1',
    output_index: 0,
    content_index: 0,
    delta: `word ${index % 97} `,
    logprobs: [],
  }),
  'ai-sdk-ui': (index) => ({ type: 'text-delta', id: '0', delta: `word ${index % 97} ` }),
  'ag-ui': (index) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm-1', delta: `word ${index % 97} ` }),
};
const names: Record<string, (data: string) => string> = {
  'anthropic-messages': () => 'content_block_delta',
  'openai-responses': () => 'response.output_text.delta',
};

const opening: Record<string, object[]> = {
  'anthropic-messages': [
    { type: 'message_start', message: { content: [], usage: {} } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ],
  'openai-chat': [
    {
      id: 'chatcmpl-1',
      created: 1,
      model: 'gpt-4o-2024-08-06',
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { role: 'assistant' } }],
    },
  ],
  'openai-responses': [
    { type: 'response.created', response: { id: 'r' } },
    { type: 'response.output_item.added', output_index: 0, item: { id: 'msg_1', type: 'message' } },
    {
      type: 'response.content_part.added',
      item_id: 'msg_1',
      output_index: 0,
      content_index: 0,
      part: { type: 'output_text' },
    },
  ],
  'ai-sdk-ui': [{ type: 'start' }, { type: 'text-start', id: '0' }],
  'ag-ui': [{ type: 'RUN_STARTED' }, { type: 'TEXT_MESSAGE_START', messageId: 'm-1' }],
};

for (const name of documents) {
  const document = parse(readFileSync(`examples/streams/${name}/openapi.yaml`, 'utf8'));
  const [path] = Object.values(document.paths) as {
    post: { responses: Record<string, { content: Record<string, Record<string, StreamProtocol>> }> };
  }[];
  const protocol = path!.post.responses['200']!.content['text/event-stream']!['x-stream-protocol']!;
  const event = names[name]?.('') ?? 'message';
  const data = Array.from({ length: 1000 }, (_, index) => JSON.stringify(deltas[name]!(index)));
  // Alternating batches of both, and the fastest of each: on a busy machine, the others measure the machine.
  const time = (run: (text: string) => void) => {
    const started = process.cpuUsage();
    for (let index = 0; index < batch; index += 1) run(data[index % data.length]!);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000_000;
  };
  const reader = createProtocolReader(protocol);
  for (const one of opening[name] ?? []) reader.read({ event, data: JSON.stringify(one) });
  let [parsed, judged] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let before = 0;
  for (let read = 0; read < events; read += batch) {
    parsed = Math.min(
      parsed,
      time((text) => JSON.parse(text)),
    );
    judged = Math.min(
      judged,
      time((text) => void reader.read({ event, data: text })),
    );
    if (read > 0) continue;
    globalThis.gc?.();
    before = process.memoryUsage().heapUsed;
  }
  globalThis.gc?.();
  const grown = (process.memoryUsage().heapUsed - before) / 1024;
  const perSecond = (seconds: number) => Math.round(batch / seconds).toLocaleString('en');
  console.log(
    `${name.padEnd(20)} ${perSecond(parsed)} parsed/s, ${perSecond(judged)} judged/s, ${(judged / parsed).toFixed(2)} times JSON.parse (the rules ${(judged / parsed - 1).toFixed(2)}), ${grown.toFixed(0)} KiB after ${events.toLocaleString('en')} events`,
  );
}
