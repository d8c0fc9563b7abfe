/** The cookies of a `Cookie` header by name (RFC 6265, section 4.2.1). The first of a name wins. */
export function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of header?.split(';') ?? []) {
    const separator = pair.indexOf('=');
    if (separator < 1) continue;
    cookies[pair.slice(0, separator).trim()] ??= pair.slice(separator + 1).trim();
  }
  return cookies;
}
