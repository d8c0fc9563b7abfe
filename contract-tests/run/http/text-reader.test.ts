import { expect, test } from 'vitest';
import { createTextReader } from './text-reader.ts';

const bytes = new TextEncoder().encode('Grüße 🙂');

async function* bytewise() {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

test('joins characters that are split over chunks', async () => {
  const reader = createTextReader(bytewise());
  expect(await reader.readOn()).toBe(true);
  expect(reader.text()).toBe('Grüße 🙂');
});

test('stops reading at a bound and continues from there', async () => {
  const reader = createTextReader(bytewise());
  expect(await reader.readOn(3)).toBe(false);
  expect(await reader.readOn(bytes.length + 1)).toBe(true);
  expect(reader.text()).toBe('Grüße 🙂');
});
