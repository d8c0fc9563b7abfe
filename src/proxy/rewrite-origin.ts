/** The origins of the upstream and of the proxy. */
export interface Origins {
  /** The upstream, with its base path. */
  upstream: URL;
  /** The origin at which the client reached the proxy: `http://127.0.0.1:4011`. */
  proxy: string;
}

/**
 * Rewrites one response header that points to the upstream: `Location` and `Content-Location` (RFC 9110, sections
 * 10.2.2 and 8.7) lead to the proxy, and a cookie loses a `Domain` that the proxy's host does not match (RFC 6265,
 * section 5.2.3), so that it belongs to the proxy's host. The base path of the upstream is removed from both, because
 * clients of the proxy do not send it (section 5.2.4 for the `Path` of a cookie).
 *
 * @returns the value to send; the given one if it does not point to the upstream
 */
export function rewriteHeader(name: string, value: string, origins: Origins): string {
  const lower = name.toLowerCase();
  if (lower === 'location' || lower === 'content-location') return rewriteLocation(value, origins);
  if (lower === 'set-cookie') return rewriteCookie(value, origins);
  return value;
}

function rewriteLocation(value: string, { upstream, proxy }: Origins): string {
  const isAbsolute = /^(https?:)?\/\//i.test(value);
  if (!isAbsolute && !value.startsWith('/')) return value;
  if (!URL.canParse(value, upstream)) return value;
  const target = new URL(value, upstream);
  if (target.origin !== upstream.origin) return value;
  const path = belowBase(target.pathname, upstream);
  const rest = `${target.search}${target.hash}`;
  // Paths outside the base path cannot be reached through the proxy.
  if (path === undefined) return isAbsolute ? value : `${upstream.origin}${target.pathname}${rest}`;
  return `${isAbsolute ? proxy : ''}${path}${rest}`;
}

/** The path as clients of the proxy see it; `undefined` if it is not below the upstream's base path. */
function belowBase(path: string, { pathname }: URL): string | undefined {
  const base = pathname.replace(/\/$/, '');
  if (path === base) return '/';
  return path.startsWith(`${base}/`) ? path.slice(base.length) : undefined;
}

function rewriteCookie(value: string, { upstream }: Origins): string {
  return value
    .replace(/;\s*domain\s*=\s*\.?([^;]*)/gi, (attribute, domain: string) => {
      const host = upstream.hostname.toLowerCase();
      const named = domain.trim().toLowerCase();
      return named === '' || host === named || host.endsWith(`.${named}`) ? '' : attribute;
    })
    .replace(/(;\s*path\s*=\s*)([^;]*)/gi, (attribute, name: string, path: string) => {
      const below = belowBase(path.trim(), upstream);
      return below === undefined ? attribute : `${name}${below}`;
    });
}
