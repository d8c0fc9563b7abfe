import { expect, test } from 'vitest';
import { harmless } from '../../../src/shared/harmless.ts';
import { html } from '../../report/markup.ts';

test('escape sequences and marks of direction are shown', () => {
  expect(harmless('a\u001b[31mred\u0007\u202e\r\nb')).toBe('a\\u001b[31mred\\u0007\\u202e\\u000d\nb');
});

test('markup in a value is text', () => {
  expect(html`<p title="${'"><script>'}">${['<b>', html`<i>${'&'}</i>`]}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;<i>&amp;</i></p>',
  );
});
