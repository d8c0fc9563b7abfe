import { escapeRegExp } from '../../../src/shared/encoding/escape-reg-exp.ts';

/** True if a path matches a path template. */
export function fitsPath(template: string, address: string): boolean {
  const literals = template.split(/\{[^}]+\}/).map(escapeRegExp);
  return new RegExp(`^${literals.join('[^/]+')}$`).test(address);
}
