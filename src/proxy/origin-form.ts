/**
 * Path and query of any form of the request target: the text after the authority of an absolute one (RFC 9112, section
 * 3.2.2), or `*`.
 *
 * @returns `undefined` if the target has no path
 */
export function originForm(target: string): string | undefined {
  if (target.startsWith('/') || target === '*') return target;
  const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? [];
  return rest === undefined || rest.startsWith('/') ? rest : `/${rest}`;
}
