import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../contract-tests/report/report.ts';
import { reporters } from '../../contract-tests/report/reporters.ts';
import { exchangeLine } from '../../contract-tests/report/reproduction/curl-line.ts';
import type { Exchange } from '../../contract-tests/run/http/exchange.ts';
import { hiddenCharacters } from '../../src/shared/harmless.ts';

const fragments = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u0000',
  '\u009b2J',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\ud800',
  '\udfff',
  '\ufffe',
  '\u{e0041}',
  '\r\n',
  '\n::error title=x::y',
  '%0A::error::z',
  '\n✗ fails  A rule (a-rule)',
  '<script>alert(1)</script>',
  '"><img src=x onerror=x>',
  '</details></article>',
  ']]></failure>',
  '<!--',
  '&amp;&#27;',
  "' $(id) `id` \\",
  '${IFS}',
];

/** Text that a hostile server may send. */
const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** A report in which every text from a server or a document is `text`. */
function reportWith(text: string): Report {
  const violation = {
    provenance: 'documented' as const,
    operation: text,
    message: text,
    expected: text,
    received: text,
    request: `curl ${text}`,
    reproduce: `curl ${text}`,
    count: 2,
    at: { message: 1, byte: 2 },
  };
  const rule = { title: text, clause: text, provenance: 'documented' as const, family: 'list' as const };
  return {
    conforms: false,
    verdict: text,
    baseUrl: text,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    strict: false,
    requests: 1,
    turns: 1,
    violations: [
      { ...violation, rule: 'a', severity: 'error' },
      { ...violation, rule: 'a', severity: 'error' },
      { ...violation, rule: 'b', severity: 'warning', known: true },
    ],
    coverage: {
      declaredOperations: ['one', `${text}1`],
      operations: ['one'],
      statuses: { one: [200], [`${text}1`]: [404] },
      declaredEventTypes: ['stop', `${text}1`],
      eventTypes: ['stop'],
      rules: ['a'],
      constraints: [`${text}1`, `${text}2`],
    },
    skipped: [
      { rule: 'c', reason: `needs ${text}` },
      { rule: 'd', reason: text },
    ],
    untried: [{ operation: text, reason: text }],
    contract: { title: text, version: text },
    rules: [
      { ...rule, id: 'a', status: 'violated', exercised: { one: 1 } },
      { ...rule, id: 'b', status: 'warned', exercised: { one: 1 } },
      { ...rule, id: 'c', status: 'not exercised', exercised: {} },
      { ...rule, id: 'e', status: 'kept', exercised: { [`${text}1`]: 1 } },
    ],
    streams: [
      {
        prompt: text,
        ended: 'closed',
        durationMs: 9,
        count: 1,
        messages: [{ number: 1, type: `${text}1`, atMs: 1, broken: true }],
      },
    ],
    leftBehind: [{ session: text, reason: text }],
    turnsNote: text,
    gone: [text],
    stopped: text,
  };
}

const how = { color: false, failOnUnexercised: false };

/** The structure of a format without its texts: tags, or the beginnings of lines. */
const structures: Record<string, (output: string) => unknown> = {
  terminal: (output) => output.split('\n').length,
  github: (output) => [output.split('\n').length, output.match(/^::\w+/gm)],
  html: (output) => output.match(/<\/?[a-z]+/gi),
  junit: (output) => output.match(/<\/?[a-z]+/gi),
  json: (output) => Object.keys(JSON.parse(output)),
};

describe.each(Object.keys(reporters))('the reporter %s', (name) => {
  const format = (text: string) => reporters[name]!(reportWith(text), how);
  const structureOf = structures[name]!;
  const plain = structureOf(format('text'));

  test('shows hostile text without hidden characters and without a change of its structure', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const output = format(`text ${text}`);
        expect(output.match(hiddenCharacters)).toBe(null);
        expect(structureOf(output)).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });
});

test('escapes every ampersand in XML and HTML', () => {
  for (const name of ['junit', 'html']) {
    const output = reporters[name]!(reportWith('a & b &amp; c'), how).replace(/<(style|script)>.*?<\/\1>/gs, '');
    expect(output.match(/&(?!(amp|lt|gt|quot|#39);)/g), name).toBe(null);
  }
});

test('shows no hidden character in a curl line that sends the original request', () => {
  const texts = fc.sample(
    // A shell's arguments are UTF-8 without NUL; curl receives such a body through a pipe.
    hostileText.map((text) => Buffer.from(text).toString().replaceAll('\0', '').replaceAll('\ufffe', '')),
    { numRuns: 100, seed: 7 },
  );
  const lines = texts.map((text) =>
    exchangeLine({ baseUrl: 'http://127.0.0.1:1', tokenVariable: 'KEY' }, {
      operation: 'one',
      credential: 'valid',
      request: {
        method: 'POST',
        target: `/a?b=${encodeURIComponent(text)}`,
        contentType: 'text/plain',
        headers: { 'x-text': text },
        body: text,
      },
    } as unknown as Exchange),
  );
  for (const line of lines) expect(line.match(hiddenCharacters) ?? line.match(/[\n\t]/)).toBe(null);
  const script = `curl() { printf '%s\\0' "$@"; printf '\\0\\0'; }\n${lines.join('\n')}`;
  const sent = execFileSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { KEY: 'k', PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    maxBuffer: 1e8,
  });
  const commands = sent
    .split('\0\0\0')
    .slice(0, -1)
    .map((words) => words.split('\0'));
  expect(commands).toHaveLength(texts.length);
  commands.forEach((words, index) => {
    const text = texts[index]!;
    expect(words).toContain('Authorization: Bearer k');
    expect(words).toContain(`x-text: ${text}`);
    if (text !== '') expect(words.at(-1)).toBe(text);
  });
});
