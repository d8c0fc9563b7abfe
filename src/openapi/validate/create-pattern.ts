/**
 * A pattern with the flag `u`, as JSON Schema requires (2020-12 core, section 6.4), or without it, as many authors
 * expect. A pattern of another regex dialect allows everything.
 */
export const createPattern = Object.assign(
  (pattern: string, flags: string): RegExp => {
    for (const tried of [flags, flags.replace('u', '')]) {
      try {
        return new RegExp(pattern, tried);
      } catch {}
    }
    return /(?:)/;
  },
  { code: 'new RegExp' },
);
