import { expect, it } from 'vitest';
import { isSecretHeader, isSecretParameter, maskCredentials } from './mask-credentials.ts';

it.each([
  ['The key key-1234567 is invalid.', ['key-1234567'], 'The key [token] is invalid.'],
  ['"a.b+c/d=="', ['a.b+c/d=='], '"[token]"'],
  ['one-secret and two-secret', ['one-secret', 'two-secret'], '[token] and [token]'],
  // Short values and parts of words occur by chance.
  ['There is no session t.', ['t', 'session'], 'There is no session t.'],
  ['"total_input_tokens": 5', ['input_to', 'tokens'], '"total_input_tokens": 5'],
  // After an encoded space, or with a suffix, it is still a secret.
  ['Bearer%20key-1234567&x', ['key-1234567'], 'Bearer%20[token]&x'],
  ['no credential', [], 'no credential'],
])('maskCredentials(%j, %j)', (text, credentials, want) => {
  expect(maskCredentials(text, credentials)).toBe(want);
});

it.each(['Authorization', 'cookie', 'set-cookie', 'x-api-key', 'X-Auth-Token', 'client-secret', 'apikey'])(
  'treats the header %s as secret',
  (name) => {
    expect(isSecretHeader(name)).toBe(true);
  },
);

it.each(['accept', 'idempotency-key', 'x-request-id', 'authority'])(
  'does not treat the header %s as secret',
  (name) => {
    expect(isSecretHeader(name)).toBe(false);
  },
);

it.each(['key', 'api_key', 'api-key', 'apikey', 'access_token', 'token', 'Password', 'client_secret'])(
  'treats the parameter %s as secret',
  (name) => {
    expect(isSecretParameter(name)).toBe(true);
  },
);

it.each(['page_token', 'next_page_token', 'keyword', 'session_id'])(
  'does not treat the parameter %s as secret',
  (name) => {
    expect(isSecretParameter(name)).toBe(false);
  },
);
