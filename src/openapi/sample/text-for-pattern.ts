/** A part of a pattern: its alternatives and repetitions. */
type Piece = { text: (extra: number) => string };

/** Maximum length of a generated text. */
const longest = 2_000;

/**
 * A text of bounded length that matches a regular expression. It supports groups, alternatives, classes and
 * quantifiers; lookarounds and backreferences are skipped, and the result is tested against the expression.
 *
 * @returns `undefined` if it finds none
 */
export function textForPattern(pattern: string, minLength = 0, maxLength = longest): string | undefined {
  const expression = compile(pattern);
  if (!expression) return undefined;
  try {
    const piece = readAlternatives({ pattern, at: 0, depth: 0 });
    for (const extra of [0, 1, 2, 3, 5, 8, 13, 21, 34, minLength, 89, 233]) {
      const text = piece.text(Math.min(extra, longest));
      for (const one of [text, padTo(text, minLength)]) {
        if (one.length >= minLength && one.length <= maxLength && expression.test(one)) return one;
      }
    }
  } catch {
    // Unsupported syntax.
  }
  return undefined;
}

function compile(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {}
  }
  return undefined;
}

/** Without anchors, anything may surround the match. */
function padTo(text: string, length: number): string {
  return text.padEnd(Math.min(length, longest), 'a');
}

interface Cursor {
  pattern: string;
  at: number;
  depth: number;
}

const deepest = 50;

function readAlternatives(cursor: Cursor): Piece {
  if (++cursor.depth > deepest) throw new RangeError('The pattern is nested too deeply.');
  const alternatives = [readSequence(cursor)];
  while (cursor.pattern[cursor.at] === '|') {
    cursor.at++;
    alternatives.push(readSequence(cursor));
  }
  cursor.depth--;
  // Uses the first alternative, or a later one if more text is needed.
  return { text: (extra) => alternatives[extra % alternatives.length]!.text(extra) };
}

function readSequence(cursor: Cursor): Piece {
  const pieces: Piece[] = [];
  for (
    let next = cursor.pattern[cursor.at];
    next !== undefined && next !== '|' && next !== ')';
    next = cursor.pattern[cursor.at]
  ) {
    pieces.push(readQuantified(cursor));
  }
  return {
    text: (extra) =>
      pieces
        .map((piece) => piece.text(extra))
        .join('')
        .slice(0, longest),
  };
}

function readQuantified(cursor: Cursor): Piece {
  const piece = readAtom(cursor);
  const [whole, sign, from, comma, to] =
    /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})[?+]?/.exec(cursor.pattern.slice(cursor.at, cursor.at + 40)) ?? [];
  if (whole === undefined) return piece;
  cursor.at += whole.length;
  const least = sign === '+' ? 1 : from === undefined ? 0 : Number(from);
  const most = sign === '?' ? 1 : from !== undefined && !comma ? least : to ? Number(to) : longest;
  return { text: (extra) => piece.text(extra).repeat(Math.min(least + extra, most, longest)) };
}

const fixed = (text: string): Piece => ({ text: () => text });

function readAtom(cursor: Cursor): Piece {
  const character = cursor.pattern[cursor.at++]!;
  if (character === '(') return readGroup(cursor);
  if (character === '[') return fixed(readClass(cursor));
  if (character === '.') return fixed('a');
  if (character === '^' || character === '$') return fixed('');
  if (character === '\\') return fixed(readEscape(cursor).sample);
  return fixed(character);
}

function readGroup(cursor: Cursor): Piece {
  const [opening = ''] = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(cursor.pattern.slice(cursor.at, cursor.at + 60)) ?? [];
  cursor.at += opening.length;
  const piece = readAlternatives(cursor);
  cursor.at++;
  return /[=!]$/.test(opening) ? fixed('') : piece;
}

interface Escape {
  sample: string;
  matches(character: string): boolean;
}

const classes: Record<string, string> = { d: '0', w: 'a', s: ' ', D: 'a', W: '-', S: 'a' };
const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

function readEscape(cursor: Cursor): Escape {
  const character = cursor.pattern[cursor.at++] ?? '\\';
  const rest = cursor.pattern.slice(cursor.at, cursor.at + 40);
  const is = (sample: string): Escape => ({ sample, matches: (other) => other === sample });
  if (/[bB]/.test(character) || /[1-9]/.test(character)) return { sample: '', matches: () => false };
  const sample = classes[character];
  if (sample !== undefined) return { sample, matches: (other) => new RegExp(`^\\${character}$`).test(other) };
  const [code, hex] = /^(?:\{([0-9a-f]+)\}|([0-9a-f]{4}))/i.exec(rest) ?? [];
  if (character === 'u' && code !== undefined) {
    cursor.at += code.length;
    return is(String.fromCodePoint(Number.parseInt(hex ?? code, 16)));
  }
  if (character === 'x' && /^[0-9a-f]{2}/i.test(rest)) {
    cursor.at += 2;
    return is(String.fromCharCode(Number.parseInt(rest.slice(0, 2), 16)));
  }
  const [property] = /^\{[^}]+\}/.exec(rest) ?? [];
  if (/[pP]/.test(character) && property !== undefined) {
    cursor.at += property.length;
    const expression = new RegExp(`^\\${character}${property}$`, 'u');
    return { sample: probes.find((one) => expression.test(one)) ?? 'a', matches: (other) => expression.test(other) };
  }
  return is(controls[character] ?? character);
}

const probes = [...'a0A-_ .:/@#é你+*"'];

/** A character of a class, `[a-z0-9]` or `[^"]`. */
function readClass(cursor: Cursor): string {
  const negated = cursor.pattern[cursor.at] === '^';
  if (negated) cursor.at++;
  const members: Escape[] = [];
  while (cursor.at < cursor.pattern.length && cursor.pattern[cursor.at] !== ']') {
    const low = readMember(cursor);
    if (cursor.pattern[cursor.at] === '-' && cursor.pattern[cursor.at + 1] !== ']' && low.sample.length > 0) {
      cursor.at++;
      const high = readMember(cursor);
      members.push({ sample: low.sample, matches: (other) => other >= low.sample && other <= high.sample });
    } else members.push(low);
  }
  cursor.at++;
  const fits = (character: string) => members.some((member) => member.matches(character)) !== negated;
  return probes.find(fits) ?? (negated ? '' : (members[0]?.sample ?? ''));
}

function readMember(cursor: Cursor): Escape {
  const [character = ''] = [...cursor.pattern.slice(cursor.at, cursor.at + 2)];
  cursor.at += character.length;
  if (character === '\\') {
    if (cursor.pattern[cursor.at] === 'b') {
      cursor.at++;
      return { sample: '\b', matches: (other) => other === '\b' };
    }
    return readEscape(cursor);
  }
  return { sample: character, matches: (other) => other === character };
}
