import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Operation } from '../../../src/openapi/contract.ts';
import { authorizationOf, type BearerForm, nearFormsOf, writings } from './bearer-form.ts';
import { credentialsFor, missingCredential, secretsToHide } from './credential.ts';

const token = 'llx-Some$Secret`%"1';

test.each(Object.keys(writings) as BearerForm[])('writes %s for a shell as it is sent', (form) => {
  const { token: write } = writings[form];
  const shell = writings[form].shell('LLAMA_CLOUD_API_KEY');
  const script = `printf %s "${authorizationOf(writings[form], shell)}"`;
  const written = execFileSync('sh', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LLAMA_CLOUD_API_KEY: token },
  });
  expect(written).toBe(authorizationOf(writings[form], write(token)));
  if (form !== 'unrelated' && form !== 'wrong') expect(shell).not.toContain('Some');
});

test('sends no token that equals the correct one or is empty', () => {
  expect(nearFormsOf('llx-1')).toEqual(['other-case', 'shortened', 'extended']);
  expect(nearFormsOf('12345')).toEqual(['shortened', 'extended']);
  expect(nearFormsOf('1')).toEqual(['extended']);
});

test('treats values close to the token as secret', () => {
  const near = ['LLX-sOME$sECRET`%"1', 'llx-Some$Secret`%"'];
  for (const credential of ['missing', 'valid', 'wrong'] as const) {
    expect(secretsToHide([{ key: '', secret: token }], credential)).toEqual(expect.arrayContaining([token, ...near]));
  }
  // Otherwise the part would be masked first, and the rest of the whole would remain.
  const secrets = secretsToHide([{ key: '', secret: token }], 'valid');
  expect(secrets.indexOf(token)).toBeLessThan(secrets.indexOf(near[1]!));
  expect(secretsToHide([{ key: '', secret: 'messages1' }], 'valid')).toEqual(['messages1']);
  expect(secretsToHide(credentialsFor({}, { security: [] }), 'valid')).toEqual([]);
});

test('needs more than a token for a scheme with several values', () => {
  const digest = { key: 'login', type: 'http', scheme: 'digest' };
  const key = { key: 'key', type: 'apiKey', in: 'header', name: 'X-Key' };
  const tls = { key: 'tls', type: 'mutualTLS' };
  const why = (security: object[][], credentials = {}) =>
    missingCredential({ token: 'abc', credentials }, { security } as unknown as Operation);
  expect(why([[digest]])).toContain('--credential login=VALUE');
  expect(why([[digest, key]])).toContain('--credential login=VALUE');
  expect(why([[digest]], { login: 'Digest username="a"' })).toBeUndefined();
  expect(why([[digest], [key]])).toBeUndefined();
  expect(why([[digest], []])).toBeUndefined();
  expect(why([[tls]])).toBeUndefined();
  expect(why([])).toBeUndefined();
});
