import type { Contract } from '../../openapi/contract.ts';
import type { OpenApiDocument } from '../../openapi/openapi-document.ts';
import { isObject } from '../../shared/json.ts';
import type { DescribedOperation } from './describe-operations.ts';
import { type DescribedSecurity, describeSecurity } from './describe-security.ts';
import { emitMethods } from './emit-methods.ts';
import { emitOperations } from './emit-operations.ts';
import { emitRuntime } from './emit-runtime.ts';

/**
 * `client.ts` for any document: a function that creates the client, its methods, and the runtime that they need. It
 * imports openapi-fetch, and types of `types.ts` only, so it works with every bundler and in Node.
 */
export async function emitStandAloneClient(
  contract: Contract,
  operations: readonly DescribedOperation[],
  name: string,
  header: string,
): Promise<string> {
  const { methods, helpers } = emitMethods(contract, operations, ['query', 'header', 'cookie']);
  const { security, ofOperation, authType } = describeSecurity(contract);
  const secured = operations.map((one) => ({
    ...one,
    descriptor: { ...one.descriptor, ...ofOperation(one.operation) },
  }));
  const server = defaultServer(contract.document);
  const example = exampleOptions(security, server);
  const own = `${helpers}
/** Options of \`create${name}\`. */
export interface ${name}Options extends ${server ? "Omit<OperationsClientOptions, 'baseUrl'>" : 'OperationsClientOptions'} {
${server ? `  /** URL of the server (default: ${JSON.stringify(server)}). */\n  baseUrl?: string | undefined;\n` : ''}  /** Credentials by security scheme. \`token\` is a shorthand for a bearer token, or for the only API key. */
  auth?: ${authType} | undefined;
}

/** A client with a method for each operation. A call that fails rejects with a ClientError. */
export interface ${name} extends OperationsClient<api.paths> {
${methods}}

/**
 * Creates a client. Nothing is sent before a method is called.
 *
 * @example
 * const client = create${name}(${example});
 *
 * @throws {TypeError} if a credential cannot be sent in a header, or the URL contains a password
 */
export function create${name}(options: ${name}Options${server ? ' = {}' : ''}): ${name} {
  const { auth, token } = options;
  const given = { ...options, baseUrl: options.baseUrl${server ? ` ?? ${JSON.stringify(server)}` : ''} };
  return createOperationsClient<${name}>(operations, given, createExtras(security, auth, token));
}

const security: SecurityData = ${JSON.stringify(security, null, 2)};

${emitOperations(secured)}`;
  const { imports, text } = await emitRuntime();
  return `${header}${imports}import type * as api from './types.js';

${own}
${text}`;
}

function exampleOptions(
  { schemes, default: [first = []] }: DescribedSecurity['security'],
  server: string | undefined,
): string {
  const fields = first.map((name) => {
    const credential = schemes[name]?.in === 'basic' ? "{ username: 'name', password: 'secret' }" : "'secret'";
    return schemes[name]?.isToken ? `token: ${credential}` : `auth: { ${JSON.stringify(name)}: ${credential} }`;
  });
  const all = server ? fields : ["baseUrl: 'https://api.example.com'", ...fields];
  return all.length > 0 ? `{ ${all.join(', ')} }` : '';
}

/** The URL of the first server with its variables filled in. A relative URL needs a base URL of the caller. */
function defaultServer({ servers }: OpenApiDocument): string | undefined {
  const [server] = Array.isArray(servers) ? servers : [];
  if (!isObject(server) || typeof server.url !== 'string') return undefined;
  const variables = isObject(server.variables) ? server.variables : {};
  const url = server.url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = variables[name];
    return isObject(variable) && typeof variable.default === 'string' ? variable.default : whole;
  });
  return /^https?:\/\/[^{}@\s]+$/i.test(url) ? url : undefined;
}
