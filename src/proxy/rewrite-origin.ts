/** What a response says about where it came from, and where the client reached it. */
export interface Origins {
  /** The upstream, with its base path. */
  upstream: URL;
  /** The origin at which the client reached the proxy: `http://127.0.0.1:4011`. */
  proxy: string;
}

/**
 * Rewrites one response header that points to the upstream: `Location` and `Content-Location` (RFC 9110, sections 10.2.2
 * and 8.7) lead to the proxy, and a cookie loses a `Domain` that the proxy's host does not match (RFC 6265, section
 * 5.2.3), so that it belongs to the proxy's host.
 *
 * @returns the value to send; the given one where it does not point to the upstream
 */
export function rewriteHeader(name: string, value: string, origins: Origins): string {
  const lower = name.toLowerCase();
  if (lower === 'location' || lower === 'content-location') return rewriteLocation(value, origins);
  if (lower === 'set-cookie') return rewriteCookie(value, origins);
  return value;
}

function rewriteLocation(value: string, { upstream, proxy }: Origins): string {
  const base = upstream.pathname.replace(/\/$/, '');
  const strip = (path: string) => (base !== '' && isUnder(path, base) ? path.slice(base.length) || '/' : path);
  if (value.startsWith('/') && !value.startsWith('//')) return strip(value);
  if (!/^(https?:)?\/\//i.test(value) || !URL.canParse(value, upstream)) return value;
  const target = new URL(value, upstream);
  if (target.origin !== upstream.origin) return value;
  return `${proxy}${strip(`${target.pathname}${target.search}${target.hash}`)}`;
}

function isUnder(path: string, base: string): boolean {
  return path.startsWith(base) && /^([/?#]|$)/.test(path.slice(base.length));
}

function rewriteCookie(value: string, { upstream }: Origins): string {
  return value.replace(/;\s*domain\s*=\s*\.?([^;]*)/gi, (attribute, domain: string) => {
    const host = upstream.hostname.toLowerCase();
    const named = domain.trim().toLowerCase();
    return named === '' || host === named || host.endsWith(`.${named}`) ? '' : attribute;
  });
}
