import { describe, expect, it } from 'vitest';
import { createProtocolReader, type ReaderOptions, type StreamProtocol } from './stream-protocol.ts';

/** The violations of a stream: `rule@event`. Events are values; a string is sent unchanged. */
function judge(
  protocol: StreamProtocol,
  events: unknown[],
  options: ReaderOptions = {},
  names: string[] = [],
): string[] {
  const reader = createProtocolReader(protocol, options);
  const found = events.flatMap((event, index) =>
    reader.read({ event: names[index] ?? 'message', data: typeof event === 'string' ? event : JSON.stringify(event) }),
  );
  return [...found, ...reader.end()].map(({ rule, event }) => `${rule}@${event}`);
}

const t = (type: string, fields: object = {}) => ({ type, ...fields });

interface Case {
  title: string;
  protocol: StreamProtocol;
  good: unknown[][];
  bad: [expected: string[], events: unknown[]][];
  options?: ReaderOptions;
}

const cases: Case[] = [
  {
    title: 'start and end',
    protocol: { start: 'a', end: ['z', 'y'], anywhere: 'ping' },
    good: [
      [t('a'), t('b'), t('z')],
      [t('ping'), t('a'), t('ping'), t('y')],
    ],
    bad: [
      [['start-first@1'], [t('b'), t('a'), t('z')]],
      [['start-once@2'], [t('a'), t('a'), t('z')]],
      [['end-present@2'], [t('a'), t('b')]],
      [['end-once@3'], [t('a'), t('z'), t('y')]],
      [['end-last@3'], [t('a'), t('z'), t('ping')]],
      [['data-json@1'], ['{', t('a'), t('z')]],
    ],
  },
  {
    title: 'a sentinel',
    protocol: { sentinel: '[DONE]', type: 'none', failure: { events: { has: '/error' } } },
    good: [['{}', '[DONE]'], ['{"error":1}']],
    bad: [
      [['sentinel-present@1'], ['{}']],
      [['sentinel-last@2'], ['[DONE]', '[DONE]']],
      [['data-json@1'], ['DONE', '[DONE]']],
    ],
  },
  {
    title: 'a failure that does not end the stream',
    protocol: {
      sentinel: '[DONE]',
      end: 'z',
      failure: { events: 'error', ends: false },
      lifecycles: [{ name: 'x', key: '/id', open: 'o', close: 'c' }],
    },
    good: [
      [t('o', { id: 1 }), t('error'), '[DONE]'],
      [t('error'), t('z'), '[DONE]'],
    ],
    bad: [
      [['sentinel-present@1'], [t('error')]],
      [['lifecycle-closed@1'], [t('o', { id: 1 }), t('z'), '[DONE]']],
    ],
  },
  {
    title: 'an end that stops early',
    protocol: {
      end: ['z', 'early'],
      incomplete: 'early',
      lifecycles: [{ name: 'x', key: '/id', open: 'o', close: 'c' }],
    },
    good: [
      [t('o', { id: 1 }), t('early')],
      [t('o', { id: 1 }), t('c', { id: 1 }), t('z')],
    ],
    bad: [
      [['lifecycle-closed@1'], [t('o', { id: 1 }), t('z')]],
      [['end-last@2'], [t('early'), t('z2')]],
    ],
  },
  {
    title: 'order, once, required',
    protocol: {
      order: ['a', ['b', 'c'], { type: 'd', has: '/x' }],
      once: ['a', { has: '/only' }],
      required: ['b', { has: '/usage', when: { '/want': true } }],
    },
    options: { request: { want: true } },
    good: [[t('a'), t('c'), t('b'), t('d', { x: 1 }), t('d'), t('q', { usage: 1 })]],
    bad: [
      [['event-order@2'], [t('b'), t('a'), t('q', { usage: 1 })]],
      [['event-order@3'], [t('b'), t('d', { x: 1 }), t('c', { usage: 1 })]],
      [['event-once@2'], [t('a'), t('a'), t('b', { usage: 1 })]],
      [['event-once@3'], [t('b', { only: 1 }), t('q', { usage: 1 }), t('d', { only: 2 })]],
      [['event-required@1'], [t('q', { usage: 1 })]],
      [['event-required@1'], [t('b', { usage: null })]],
    ],
  },
  {
    title: 'what the request did not ask for',
    protocol: { required: [{ has: '/usage', when: { '/want': true } }] },
    options: { request: {} },
    good: [[t('a'), t('b', { usage: null })]],
    bad: [[['event-required@1'], [t('a', { usage: 1 })]]],
  },
  {
    title: 'fields',
    protocol: {
      fields: [
        { at: '/object', value: 'chunk' },
        { at: '/n', counter: 0 },
        { on: 'a', at: '/thread', echo: '/thread' },
        { at: '/total', increasing: true },
        { on: 'a', at: '/stop', present: false },
        { on: 'z', at: '/stop', present: true },
        { on: 'e', at: '/error', present: { '/failed': true } },
      ],
    },
    options: { request: { thread: 't' } },
    good: [
      [
        t('a', { object: 'chunk', n: 0, thread: 't', total: 1, stop: null }),
        t('e', { object: 'chunk', n: 1, failed: false, total: 1 }),
        t('z', { object: 'chunk', n: 2, stop: 'x', total: 2 }),
      ],
    ],
    bad: [
      [['field-value@1'], [t('b', { object: 'other' })]],
      [['field-counter@2'], [t('b', { object: 'chunk', n: 0 }), t('b', { object: 'chunk', n: 2 })]],
      [['field-counter@1'], [t('b', { object: 'chunk', n: 1 })]],
      [['field-echo@1'], [t('a', { object: 'chunk', thread: 'u' })]],
      [['field-increasing@2'], [t('b', { object: 'chunk', total: 2 }), t('b', { object: 'chunk', total: 1 })]],
      [['field-present@1'], [t('a', { object: 'chunk', stop: 'x' })]],
      [['field-present@1'], [t('z', { object: 'chunk', stop: null })]],
      [['field-present@1'], [t('e', { object: 'chunk', failed: true, error: null })]],
      [['field-present@1'], [t('e', { object: 'chunk', failed: false, error: 'x' })]],
    ],
  },
  {
    title: 'the same value',
    protocol: {
      same: [
        { places: [{ at: '/id' }] },
        {
          places: [
            { on: 'd', at: '/item', key: '/i' },
            { on: 'z', at: '/all/*', key: '/all/#', complete: true },
          ],
        },
      ],
    },
    good: [
      [
        t('a', { id: 'x' }),
        t('d', { i: 1, item: { b: [1], c: null } }),
        t('d', { i: 0, item: { a: 1 } }),
        t('z', { id: 'x', all: [{ a: 1 }, { b: [1] }] }),
      ],
    ],
    bad: [
      [['field-same@2'], [t('a', { id: 'x' }), t('a', { id: 'y' })]],
      [['field-same@2'], [t('d', { i: 0, item: 1 }), t('z', { all: [2] })]],
      [['field-same@2'], [t('d', { i: 0, item: 1 }), t('z', { all: [] })]],
      [['field-same@2'], [t('d', { i: 0, item: 1 }), t('z', { all: [1, 2] })]],
    ],
  },
  {
    title: 'lifecycles with numeric keys, one after the other, of the right kinds',
    protocol: {
      end: 'z',
      lifecycles: [
        {
          name: 'block',
          key: '/i',
          open: 'o',
          continue: 'd',
          close: 'c',
          contiguous: true,
          numbered: 0,
          kinds: { open: '/kind', continue: '/of', allow: { text: ['t'], think: ['h', 's'] } },
          final: { where: { '/of': 's' } },
        },
      ],
    },
    good: [
      [
        t('o', { i: 0, kind: 'text' }),
        t('d', { i: 0, of: 't' }),
        t('c', { i: 0 }),
        t('o', { i: 1, kind: 'think' }),
        t('d', { i: 1, of: 'h' }),
        t('d', { i: 1, of: 's' }),
        t('c', { i: 1 }),
        t('z'),
      ],
    ],
    bad: [
      [['lifecycle-opened@1'], [t('d', { i: 0 }), t('z')]],
      [['lifecycle-opened@1'], [t('c', { i: 0 }), t('z')]],
      [['lifecycle-closed@1'], [t('o', { i: 0 }), t('z')]],
      [['lifecycle-over@3'], [t('o', { i: 0 }), t('c', { i: 0 }), t('d', { i: 0 }), t('z')]],
      [['lifecycle-over@3'], [t('o', { i: 0 }), t('c', { i: 0 }), t('c', { i: 0 }), t('z')]],
      [['lifecycle-unique@2'], [t('o', { i: 0 }), t('o', { i: 0 }), t('c', { i: 0 }), t('z')]],
      [['lifecycle-contiguous@2'], [t('o', { i: 0 }), t('o', { i: 1 }), t('c', { i: 0 }), t('c', { i: 1 }), t('z')]],
      [['lifecycle-numbered@1'], [t('o', { i: 1 }), t('c', { i: 1 }), t('z')]],
      [['lifecycle-kind@2'], [t('o', { i: 0, kind: 'text' }), t('d', { i: 0, of: 'h' }), t('c', { i: 0 }), t('z')]],
      [
        ['lifecycle-final@3'],
        [
          t('o', { i: 0, kind: 'think' }),
          t('d', { i: 0, of: 's' }),
          t('d', { i: 0, of: 'h' }),
          t('c', { i: 0 }),
          t('z'),
        ],
      ],
    ],
  },
  {
    title: 'keys in nested arrays, opened and closed by fields',
    protocol: {
      type: 'none',
      sentinel: '[DONE]',
      lifecycles: [
        { name: 'choice', key: '/c/*/i', open: { has: '/c/*/role' }, continue: '*', close: { has: '/c/*/end' } },
        { name: 'tool', key: ['/c/*/i', '/c/*/t/*/i'], open: { has: '/c/*/t/*/id' }, continue: '*' },
      ],
    },
    good: [
      [
        {
          c: [
            { i: 0, role: 'r' },
            { i: 1, role: 'r' },
          ],
        },
        {
          c: [
            {
              i: 1,
              t: [
                { i: 0, id: 'x' },
                { i: 1, id: 'y' },
              ],
            },
          ],
        },
        {
          c: [
            { i: 1, t: [{ i: 1 }, { i: 0 }] },
            { i: 0, end: 's' },
          ],
        },
        { c: [{ i: 1, end: 's' }] },
        { c: [] },
        '[DONE]',
      ],
    ],
    bad: [
      [['lifecycle-opened@1'], [{ c: [{ i: 0 }] }, '[DONE]']],
      [['lifecycle-closed@1'], [{ c: [{ i: 0, role: 'r' }] }, '[DONE]']],
      [['lifecycle-over@2'], [{ c: [{ i: 0, role: 'r', end: 's' }] }, { c: [{ i: 0 }] }, '[DONE]']],
      [['lifecycle-opened@2'], [{ c: [{ i: 0, role: 'r' }] }, { c: [{ i: 0, end: 's', t: [{ i: 0 }] }] }, '[DONE]']],
    ],
  },
  {
    title: 'nested lifecycles, and one without a key',
    protocol: {
      end: 'z',
      lifecycles: [
        { name: 'step', open: 's', close: 'e', unique: 'open' },
        { name: 'item', key: '/i', open: 'io', close: 'ic', within: 'step' },
        { name: 'part', key: ['/i', '/p'], open: 'po', close: 'pc', within: 'item' },
      ],
    },
    good: [
      [
        t('s'),
        t('io', { i: 0 }),
        t('po', { i: 0, p: 0 }),
        t('pc', { i: 0, p: 0 }),
        t('ic', { i: 0 }),
        t('e'),
        t('s'),
        t('e'),
        t('z'),
      ],
    ],
    bad: [
      [['lifecycle-nested@1'], [t('io', { i: 0 }), t('ic', { i: 0 }), t('z')]],
      [['lifecycle-nested@2'], [t('s'), t('po', { i: 0, p: 0 }), t('pc', { i: 0, p: 0 }), t('e'), t('z')]],
      [['lifecycle-closed@3'], [t('s'), t('io', { i: 0 }), t('po', { i: 0, p: 0 }), t('ic', { i: 0 }), t('e'), t('z')]],
      [['lifecycle-unique@2'], [t('s'), t('s'), t('e'), t('z')]],
      [['lifecycle-over@3'], [t('s'), t('e'), t('e'), t('z')]],
    ],
  },
  {
    title: 'optional openings, repeatable closings, keys of the request, events that close all',
    protocol: {
      failure: { events: 'error', ends: false },
      lifecycles: [
        { name: 'input', key: '/id', open: 'is', continue: 'id', close: 'ia', optional: ['open'], closedBy: 'step' },
        {
          name: 'output',
          key: '/id',
          open: 'ia',
          close: 'oa',
          optional: ['close'],
          repeatable: ['close'],
          earlier: '/calls/*/id',
        },
      ],
    },
    options: { request: { calls: [{ id: 'old' }] } },
    good: [
      [
        t('ia', { id: 'a' }),
        t('oa', { id: 'a' }),
        t('oa', { id: 'a' }),
        t('oa', { id: 'old' }),
        t('is', { id: 'b' }),
        t('id', { id: 'b' }),
        t('ia', { id: 'b' }),
        t('step'),
      ],
      [t('is', { id: 'b' }), t('error'), t('step')],
    ],
    bad: [
      [['lifecycle-opened@1'], [t('id', { id: 'a' })]],
      [['lifecycle-opened@1'], [t('oa', { id: 'new' })]],
      [['lifecycle-closed@1'], [t('is', { id: 'b' }), t('step')]],
    ],
  },
  {
    title: 'text',
    protocol: {
      end: 'z',
      texts: [
        {
          name: 'text',
          delta: { on: 'd', at: '/d', key: '/i' },
          complete: { on: 'done', at: '/text', key: '/i' },
          copies: [{ on: 'item', at: '/item/*/text', key: '/item/#' }],
          deltas: 'required',
          completion: 'required',
        },
        {
          name: 'json',
          delta: { on: 'j', at: '/d' },
          complete: { on: 'jd', at: '/value' },
          json: 'object',
          unless: { where: { '/stop': 'length' } },
        },
      ],
    },
    good: [
      [
        t('d', { i: 0, d: 'a' }),
        t('d', { i: 1, d: 'x' }),
        t('d', { i: 0, d: 'b' }),
        t('done', { i: 0, text: 'ab' }),
        t('done', { i: 1, text: 'x' }),
        t('item', { item: [{ text: 'ab' }, { text: 'x' }] }),
        t('z'),
      ],
      [
        t('j', { d: '{"a"' }),
        t('j', { d: ':1}' }),
        t('jd', { value: { a: 1 } }),
        t('j', { d: '' }),
        t('jd', { value: {} }),
        t('z'),
      ],
      [t('j', { d: '{' }), t('jd'), t('z', { stop: 'length' })],
    ],
    bad: [
      [['text-equal@2'], [t('d', { i: 0, d: 'a' }), t('done', { i: 0, text: 'b' }), t('z')]],
      [['text-equal@1'], [t('done', { i: 0, text: 'b' }), t('z')]],
      [
        ['text-equal@3'],
        [t('d', { i: 0, d: 'a' }), t('done', { i: 0, text: 'a' }), t('item', { item: [{ text: 'b' }] }), t('z')],
      ],
      [['text-completed@2'], [t('d', { i: 0, d: 'a' }), t('z')]],
      [['text-json@2'], [t('j', { d: '{' }), t('jd', { value: {} }), t('z')]],
      [['text-json@2'], [t('j', { d: '[]' }), t('jd', { value: [] }), t('z')]],
      [['text-json@2'], [t('j', { d: '{"a":2}' }), t('jd', { value: { a: 1 } }), t('z')]],
    ],
  },
];

describe('the interpreter', () => {
  for (const { title, protocol, good, bad, options } of cases) {
    it(`checks ${title}`, () => {
      for (const events of good) expect(judge(protocol, events, options)).toEqual([]);
      for (const [expected, events] of bad) expect(judge(protocol, events, options)).toEqual(expected);
    });
  }

  it('checks event names', () => {
    expect(judge({ eventName: 'type' }, [t('a'), t('b')], {}, ['a', 'c'])).toEqual(['event-name@2']);
    expect(judge({ eventName: 'none' }, [t('a'), t('b')], {}, ['message', 'c'])).toEqual(['event-name@2']);
    expect(judge({ eventName: 'none', sentinel: 'END' }, [t('a'), 'END'], {}, ['message', 'end'])).toEqual([
      'event-name@2',
    ]);
    expect(judge({ eventName: { x: ['a'], message: ['b'] } }, [t('a'), t('b'), t('?')], {}, ['x', 'x', '?'])).toEqual([
      'event-name@2',
    ]);
    expect(judge({ type: 'event', end: 'z' }, [{}, {}], {}, ['a', 'z'])).toEqual([]);
  });

  it('allows unknown types of an open set anywhere', () => {
    expect(judge({ start: 'a', types: 'open' }, [t('new'), t('a')], { types: { a: {} } })).toEqual([]);
    expect(judge({ start: 'a' }, [t('new'), t('a')], { types: { a: {} } })).toEqual(['start-first@1']);
  });

  it('compares texts that are too long to store', () => {
    const protocol: StreamProtocol = {
      texts: [{ name: 'text', delta: { on: 'd', at: '/d' }, complete: { on: 'z', at: '/d' } }],
    };
    const pieces = Array.from({ length: 3000 }, (_, index) => `piece ${index} of a long text, `);
    const events = pieces.map((d) => t('d', { d }));
    expect(judge(protocol, [...events, t('z', { d: pieces.join('') })])).toEqual([]);
    expect(judge(protocol, [...events, t('z', { d: pieces.join('').replace('2999', '3999') })])).toEqual([
      'text-equal@3001',
    ]);
  });

  it('reports the place where something was opened', () => {
    const reader = createProtocolReader({ lifecycles: [{ name: 'block', key: '/i', open: 'o', close: 'c' }] });
    reader.read({ event: 'message', data: '{"type":"o","i":1}', byte: 20 });
    expect(reader.end()).toMatchObject([
      {
        rule: 'lifecycle-closed',
        subject: 'block',
        event: 1,
        byte: 20,
        message: 'block 1 was opened and never closed.',
      },
    ]);
  });

  it('remembers the keys of a session', () => {
    const protocol: StreamProtocol = {
      lifecycles: [{ name: 'call', key: '/id', open: 'o', close: 'c', unique: 'session' }],
    };
    const first = createProtocolReader(protocol);
    first.read({ event: 'message', data: '{"type":"o","id":"a"}' });
    expect([...first.keys]).toEqual(['a']);
    expect(judge(protocol, [t('o', { id: 'a' }), t('c', { id: 'a' })], { earlierKeys: first.keys })).toEqual([
      'lifecycle-unique@1',
    ]);
  });

  it('lists the rules that it exercised', () => {
    const reader = createProtocolReader({
      end: 'z',
      lifecycles: [{ name: 'block', key: '/i', open: 'o', close: 'c' }],
    });
    reader.read({ event: 'message', data: '{"type":"z"}' });
    expect([...reader.exercised()]).not.toContain('lifecycle-closed: block');
    const other = createProtocolReader({ lifecycles: [{ name: 'block', key: '/i', open: 'o', close: 'c' }] });
    other.read({ event: 'message', data: '{"type":"o","i":1}' });
    expect([...other.exercised()]).toContain('lifecycle-closed: block');
  });
});
