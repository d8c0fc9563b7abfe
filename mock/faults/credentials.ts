import { errorReply } from '../http/replies.ts';
import type { Fault } from './fault.ts';
import { changeStatus, without } from './summaries.ts';

/** Ways to be careless with credentials. */
export const credentialFaults: readonly Fault[] = [
  {
    name: 'no-authentication',
    title: 'A request without a credential is served.',
    breaks: 'credential-required',
    behaviour: () => ({ acceptsCredential: (accepted, { credential }) => accepted || credential === undefined }),
  },
  {
    name: 'accepts-any-credential',
    title: 'Any credential is right, although the mock was given a token.',
    breaks: 'wrong-credential-refused',
    behaviour: () => ({ acceptsCredential: (accepted, { credential }) => accepted || credential !== undefined }),
  },
  {
    name: 'accepts-empty-credential',
    title: 'Authorization: Bearer without a token is served.',
    breaks: 'credential-required',
    behaviour: () => ({
      acceptsCredential: (accepted, { authorization = '' }) => accepted || /^bearer *$/i.test(authorization),
    }),
  },
  {
    name: 'accepts-any-scheme',
    title: 'The right token is taken whatever scheme stands before it.',
    breaks: 'credential-required',
    behaviour: () => ({
      acceptsCredential: (accepted, { authorization, token }) => accepted || authorization?.split(' ').at(-1) === token,
    }),
  },
  {
    name: 'ignores-credential-case',
    title: 'The token that the mock was given is right in upper and in lower case.',
    breaks: 'credential-compared-exactly',
    behaviour: () => ({
      acceptsCredential: (accepted, { credential, token }) =>
        accepted || (credential !== undefined && credential.toLowerCase() === token?.toLowerCase()),
    }),
  },
  {
    name: 'accepts-shortened-credential',
    title: 'The beginning of the token that the mock was given is enough.',
    breaks: 'credential-compared-exactly',
    behaviour: () => ({
      acceptsCredential: (accepted, { credential, token }) =>
        accepted || (credential !== undefined && token?.startsWith(credential) === true),
    }),
  },
  {
    name: 'accepts-extended-credential',
    title: 'More may stand behind the token that the mock was given.',
    breaks: 'credential-compared-exactly',
    behaviour: () => ({
      acceptsCredential: (accepted, { credential, token }) =>
        accepted || (token !== undefined && credential?.startsWith(token) === true),
    }),
  },
  {
    name: 'refuses-lower-case-scheme',
    title: 'A right token is refused under the scheme bearer in lower case.',
    breaks: 'scheme-case-ignored',
    behaviour: () => ({
      acceptsCredential: (accepted, { authorization = '' }) => accepted && !authorization.startsWith('bearer'),
    }),
  },
  {
    name: 'no-www-authenticate',
    title: 'A 401 comes without WWW-Authenticate.',
    breaks: 'response-headers',
    behaviour: () =>
      changeStatus(401, (reply) => ({
        ...reply,
        headers: without(reply.headers, 'www-authenticate') as Record<string, string>,
      })),
  },
  {
    name: 'echoes-credential',
    title: 'A 401 repeats the credential that was sent.',
    breaks: 'credential-not-echoed',
    behaviour: () =>
      changeStatus(401, (reply, { credential }) =>
        credential === undefined
          ? reply
          : { ...errorReply(401, `The API key ${credential} is not valid.`), headers: reply.headers },
      ),
  },
];
