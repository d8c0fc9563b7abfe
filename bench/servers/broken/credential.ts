import { type BrokenServer, onAnswer, withHeader } from '../alter.ts';
import { operationNames } from '../reference/model.ts';

/** Servers that do not ask for the credential, or ask wrongly. */
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
