/** True if a path template stands for an address. */
export function fitsPath(template: string, address: string): boolean {
  const literals = template.split(/\{[^}]+\}/).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('[^/]+')}$`).test(address);
}
