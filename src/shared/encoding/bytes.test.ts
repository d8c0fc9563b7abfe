import { expect, it } from 'vitest';
import { concatBytes, encodeText, fromBase64Url, fromHex, toBase64Url, toHex } from './bytes.ts';

const all = Uint8Array.from({ length: 256 }, (_, index) => index);

it.each([0, 1, 2, 3, 255, 256])('encodes and decodes %d bytes as Node does', (length) => {
  const bytes = all.subarray(0, length);
  expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
  expect(fromHex(toHex(bytes))).toEqual(bytes);
  expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
  expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
});

it.each(['a', 'AB', 'AA==', 'a b', '+/+/', 'é', 'AAAAB'])('rejects %s, which is not base64url', (text) => {
  expect(fromBase64Url(text)).toBeUndefined();
});

it('joins pieces', () => {
  expect(new TextDecoder().decode(concatBytes([encodeText('é'), new Uint8Array(), encodeText('n')]))).toBe('én');
});
