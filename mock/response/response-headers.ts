import type { ResponseContract } from '../../src/openapi/contract.ts';
import { isObject } from '../../src/shared/json.ts';

/** The documented headers of a response with a value for each, in `simple` style (OAS 3.1, section 4.8.21). */
export function responseHeaders(
  { headers }: ResponseContract,
  sample: (schema: string) => unknown,
): Record<string, string> {
  const values = headers.flatMap(({ name, schema, example, explode, mediaType }) => {
    // Ignored as a header (OAS 3.1, section 4.8.17).
    if (name.toLowerCase() === 'content-type') return [];
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
