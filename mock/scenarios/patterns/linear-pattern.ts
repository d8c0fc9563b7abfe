import { loadRe2 } from './re2.ts';

/** A compiled pattern. */
export interface Pattern {
  test(text: string): boolean;
}

/**
 * RE2 runs in linear time, so that no pattern or prompt can block the mock.
 *
 * @throws {Error} for what RE2 lacks, such as more than a thousand repetitions
 */
export function compilePattern(source: string, flags: string): Pattern {
  const RE2JS = loadRe2();
  const bits = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
  const pattern = RE2JS.compile(
    RE2JS.translateRegExp(source),
    [...flags].reduce((sum, flag) => sum | (bits[flag as 'i'] ?? 0), 0),
  );
  return { test: (text) => pattern.matcher(text).find() };
}
