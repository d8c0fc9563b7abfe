import type { Contract, Operation, SecurityScheme } from '../../openapi/contract.ts';
import { resolvePointer } from '../../openapi/json-pointer.ts';
import type { CredentialPlace, OperationDescriptor } from '../../openapi/operation-descriptor.ts';
import { isObject } from '../../shared/json.ts';

/** How a client authenticates. */
export interface DescribedSecurity {
  security: { schemes: Record<string, CredentialPlace>; default: string[][] };
  /** The alternatives of an operation, if they differ from the default. */
  ofOperation(operation: Operation): Pick<OperationDescriptor, 'security'>;
  /** The type of the option `auth`, as TypeScript text. */
  authType: string;
}

/** Reads the security of all operations. If a document has none, the client accepts a bearer token. */
export function describeSecurity({ document, operations }: Contract): DescribedSecurity {
  const places: Record<string, CredentialPlace> = {};
  for (const scheme of operations.flatMap(({ security }) => security.flat())) {
    const place = placeOf(scheme);
    if (place) places[scheme.key] = place;
  }
  if (Object.keys(places).length === 0) {
    const schemes = { token: { in: 'bearer', isToken: true } } as const;
    return {
      security: { schemes, default: [['token']] },
      ofOperation: () => ({}),
      authType: '{ token?: string | undefined }',
    };
  }
  markToken(places);
  const alternatives = (security: SecurityScheme[][]) =>
    security.map((schemes) => schemes.map(({ key }) => key)).filter((names) => names.every((name) => places[name]));
  const inherited = operations.find(({ pointer }) => !statesSecurity(document, pointer));
  const usual = inherited ? alternatives(inherited.security) : [];
  const fields = Object.entries(places).map(
    ([name, place]) =>
      `${JSON.stringify(name)}?: ${place.in === 'basic' ? 'BasicCredential | string' : 'string'} | undefined`,
  );
  return {
    security: { schemes: places, default: usual },
    ofOperation({ security }) {
      const own = alternatives(security);
      return JSON.stringify(own) === JSON.stringify(usual) ? {} : { security: own };
    },
    authType: `{ ${fields.join('; ')} }`,
  };
}

function placeOf({ type, scheme, in: place, name }: SecurityScheme): CredentialPlace | undefined {
  if (type === 'oauth2' || type === 'openIdConnect') return { in: 'bearer' };
  if (type === 'http' && (scheme === 'bearer' || scheme === 'basic')) return { in: scheme };
  if (type !== 'apiKey' || name === undefined) return undefined;
  if (place === 'header' || place === 'query' || place === 'cookie') return { in: place, name };
  return undefined;
}

/** `token` is any bearer token, or the only API key. */
function markToken(places: Record<string, CredentialPlace>): void {
  const names = Object.keys(places);
  const bearers = names.filter((name) => places[name]?.in === 'bearer');
  const keys = names.filter((name) => places[name]?.name !== undefined);
  const marked = bearers.length > 0 ? bearers : keys.length === 1 ? keys : [];
  for (const name of marked) places[name] = { ...(places[name] as CredentialPlace), isToken: true };
}

function statesSecurity(document: Contract['document'], pointer: string): boolean {
  const operation = resolvePointer(document, pointer);
  return isObject(operation) && operation.security !== undefined;
}
