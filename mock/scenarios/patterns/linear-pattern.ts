/** A compiled pattern. */
export interface Pattern {
  test(text: string): boolean;
}

/** RE2 runs in linear time, so that no pattern or prompt can block the mock. Loaded on first use. */
export async function compilePattern(source: string, flags: string): Promise<Pattern> {
  const { RE2JS } = await import('re2js');
  const bits = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
  const pattern = RE2JS.compile(
    RE2JS.translateRegExp(source),
    [...flags].reduce((sum, flag) => sum | (bits[flag as 'i'] ?? 0), 0),
  );
  return { test: (text) => pattern.matcher(text).find() };
}
