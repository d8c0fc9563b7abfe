const alphabets = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ'];

/**
 * An unknown id of the same form as `id`, with random letters and digits. An id that is too short for that becomes
 * longer.
 *
 * @param attempt another number, another id
 */
export function unknownId(id: string, attempt = 0): string {
  let state = 0x9e3779b9 ^ (attempt + 1);
  const draw = (alphabet: string) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return alphabet[(state >>> 8) % alphabet.length] ?? '';
  };
  const alphabetOf = (character: string) => alphabets.find((alphabet) => alphabet.includes(character));
  const characters = [...id];
  const drawn = characters.map((character, index) => {
    const alphabet = alphabetOf(character);
    // A common prefix, such as a kind, stays.
    return alphabet && index >= characters.length - 16 ? draw(alphabet) : character;
  });
  const count = characters.slice(-16).filter(alphabetOf).length;
  const alphabet = alphabetOf(characters.at(-1) ?? '') ?? alphabets[0]!;
  return count >= 10 ? drawn.join('') : id + Array.from({ length: 12 }, () => draw(alphabet)).join('');
}
