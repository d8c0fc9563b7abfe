import { type BrokenServer, onAnswer, withHeader } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import { operationNames } from '../../reference/model.ts';
import { laboratoryToken } from '../../reference-server.ts';

/** Wrongly accepted credentials, in addition to the valid token. */
const careless: [name: string, clause: string, takes: (given: string, token: string) => boolean][] = [
  ['empty token taken', '401 where the credential is missing', (given) => /^bearer *$/i.test(given)],
  ['any scheme taken', 'Authorization: Bearer', (given, token) => given.split(' ').at(-1) === token],
  ['case ignored', '401 where it is wrong', (given, token) => given.slice(7).toLowerCase() === token.toLowerCase()],
  ['beginning taken', '401 where it is wrong', (given, token) => given.length > 7 && token.startsWith(given.slice(7))],
  ['anything behind taken', '401 where it is wrong', (given, token) => given.slice(7).startsWith(token)],
];

/** Servers that parse the credential incorrectly. */
export const readings: BrokenServer[] = [
  ...careless.map(([name, clause, takes]) => ({
    name: `credential/${name}`,
    clause,
    override: ((usual) => ({
      credentialHolds: (call) =>
        usual.credentialHolds(call) || takes(call.headers.authorization ?? '', laboratoryToken),
    })) satisfies Override,
  })),
  {
    name: 'credential/scheme in lower case refused',
    clause: 'RFC 9110: the scheme is case-insensitive',
    override: (usual) => ({
      credentialHolds: (call) => usual.credentialHolds(call) && !call.headers.authorization?.startsWith('bearer'),
    }),
  },
];

/** Servers that do not require the credential, or challenge incorrectly. */
export function credentials(): BrokenServer[] {
  return operationNames.flatMap((operation) => [
    {
      name: `credential/${operation} missing taken`,
      clause: '401 where the credential is missing',
      override: (usual) => ({
        credentialHolds: (call) =>
          usual.credentialHolds(call) || (call.operation === operation && call.headers.authorization === undefined),
      }),
    },
    {
      name: `credential/${operation} wrong taken`,
      clause: '401 where the credential is wrong',
      override: (usual) => ({
        credentialHolds: (call) =>
          usual.credentialHolds(call) || (call.operation === operation && call.headers.authorization !== undefined),
      }),
    },
    {
      name: `credential/${operation} no WWW-Authenticate`,
      clause: '401 with WWW-Authenticate: Bearer',
      override: onAnswer(operation, withHeader('www-authenticate', undefined), 401),
    },
    {
      name: `credential/${operation} 403`,
      clause: '401 where the credential is missing or wrong',
      override: onAnswer(operation, (answer) => ({ ...answer, status: 403 }), 401),
    },
  ]) satisfies BrokenServer[];
}
