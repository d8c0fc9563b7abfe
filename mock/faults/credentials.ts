import { errorReply } from '../http/replies.ts';
import type { Fault } from './fault.ts';
import { changeStatus, without } from './summaries.ts';

/** Faults in authentication. */
export const credentialFaults: readonly Fault[] = [
  {
    name: 'no-authentication',
    title: 'Requests without a credential are accepted.',
    violates: 'credential-required',
    behaviour: () => ({ acceptsCredential: (accepted, { credential }) => accepted || credential === undefined }),
  },
  {
    name: 'accepts-any-credential',
    title: 'Any credential is accepted, even if the mock requires a token.',
    violates: 'wrong-credential-refused',
    behaviour: () => ({ acceptsCredential: (accepted, { credential }) => accepted || credential !== undefined }),
  },
  {
    name: 'accepts-empty-credential',
    title: 'Authorization: Bearer without a token is accepted.',
    violates: 'credential-required',
    behaviour: () => ({
      acceptsCredential: (accepted, { authorization = '' }) => accepted || /^bearer *$/i.test(authorization),
    }),
  },
  {
    name: 'accepts-any-scheme',
    title: 'The token is accepted with any authentication scheme.',
    violates: 'credential-required',
    behaviour: () => ({
      acceptsCredential: (accepted, { authorization, token }) => accepted || authorization?.split(' ').at(-1) === token,
    }),
  },
  {
    name: 'ignores-credential-case',
    title: 'The token is compared without regard to case.',
    violates: 'credential-compared-exactly',
    behaviour: () => ({
      acceptsCredential: (accepted, { credential, token }) =>
        accepted || (credential !== undefined && credential.toLowerCase() === token?.toLowerCase()),
    }),
  },
  {
    name: 'accepts-shortened-credential',
    title: 'A prefix of the token is accepted.',
    violates: 'credential-compared-exactly',
    behaviour: () => ({
      acceptsCredential: (accepted, { credential, token }) =>
        accepted || (credential !== undefined && token?.startsWith(credential) === true),
    }),
  },
  {
    name: 'accepts-extended-credential',
    title: 'The token is accepted with extra characters after it.',
    violates: 'credential-compared-exactly',
    behaviour: () => ({
      acceptsCredential: (accepted, { credential, token }) =>
        accepted || (token !== undefined && credential?.startsWith(token) === true),
    }),
  },
  {
    name: 'refuses-lower-case-scheme',
    title: 'A valid token is rejected if the scheme is written "bearer" in lower case.',
    violates: 'scheme-case-ignored',
    behaviour: () => ({
      acceptsCredential: (accepted, { authorization = '' }) => accepted && !authorization.startsWith('bearer'),
    }),
  },
  {
    name: 'no-www-authenticate',
    title: 'A 401 has no WWW-Authenticate header.',
    violates: 'response-headers',
    behaviour: () =>
      changeStatus(401, (reply) => ({
        ...reply,
        headers: without(reply.headers, 'www-authenticate') as Record<string, string>,
      })),
  },
  {
    name: 'echoes-credential',
    title: 'A 401 repeats the credential from the request.',
    violates: 'credential-not-echoed',
    behaviour: () =>
      changeStatus(401, (reply, { credential }) =>
        credential === undefined
          ? reply
          : { ...errorReply(401, `The API key ${credential} is not valid.`), headers: reply.headers },
      ),
  },
];
