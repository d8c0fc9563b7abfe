import type { ResponseContract } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';

/**
 * Never sent as documented: they describe how this response is transferred (RFC 9110, sections 7.6.1 and 8.4), or are
 * ignored (`Content-Type`: OAS 3.1, section 4.8.17).
 */
const notSent =
  /^(content-(type|length|encoding)|transfer-encoding|connection|keep-alive|proxy-connection|te|trailer|upgrade)$/i;

/** A token of HTTP (RFC 9110, section 5.6.2). Some documented names are not tokens. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/** The documented headers of a response with a value for each, in `simple` style (OAS 3.1, section 4.8.21). */
export function responseHeaders(
  { headers }: ResponseContract,
  sample: (schema: string) => unknown,
): Record<string, string> {
  const values = headers.flatMap(({ name, schema, example, explode, mediaType }) => {
    if (notSent.test(name) || !headerName.test(name)) return [];
    const value = example ?? (schema === undefined ? undefined : sample(schema));
    if (value === undefined) return [];
    const text = mediaType === undefined ? simple(value, explode) : JSON.stringify(value);
    return [[name.toLowerCase(), text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')]];
  });
  return Object.fromEntries(values);
}

function simple(value: unknown, explode: boolean): string {
  if (Array.isArray(value)) return value.map((one) => simple(one, false)).join(',');
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name}${explode ? '=' : ','}${simple(one, false)}`)
    .join(',');
}
