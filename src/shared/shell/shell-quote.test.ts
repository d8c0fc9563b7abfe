import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { shellQuote } from './shell-quote.ts';

/** The arguments that bash passes to a program. */
function wordsOf(line: string): string[] {
  const script = `show() { printf '%s\\0' "$@"; }; ${line}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('a quoted word', () => {
  test.each([
    ['plain'],
    [''],
    ["it's"],
    ['a"b$c`d`\\e!f'],
    ['two\nlines\tand\rmore'],
    ['\u001b[31mred\u0007'],
    ["\u0001'quoted'\\n"],
    ['\u202etxt.exe\u2066'],
    ['tag \u{e0041}'],
    ['€ 漢字 😀'],
    ['$(touch /tmp/x); rm -rf *'],
    ["ends with '"],
  ])('is the same to a shell: %j', (text) => {
    expect(wordsOf(`show ${shellQuote(text)}`)).toEqual([text]);
  });

  test('contains no hidden character', () => {
    expect(shellQuote('a\u202eb\u001bc\nd')).toBe("$'a\\u202eb\\x1bc\\nd'");
  });
});
