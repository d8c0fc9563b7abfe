/** True if a path matches a path template. */
export function fitsPath(template: string, address: string): boolean {
  const literals = template.split(/\{[^}]+\}/).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^/]+')}$`).test(address);
}
