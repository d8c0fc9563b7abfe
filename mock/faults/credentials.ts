import type { Fault } from '../fault.ts';
import { errorReply } from '../replies.ts';
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
