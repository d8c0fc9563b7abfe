/** Names that are always about one connection (RFC 9110, section 7.6.1), and credentials for a proxy (section 11.7). */
const alwaysHopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
];

/**
 * Headers that a proxy forwards: all but the hop-by-hop ones and those that `Connection` names (RFC 9110, section
 * 7.6.1). Case, order and repeated fields are kept.
 *
 * @param raw names and values in turn, as Node's `rawHeaders` has them
 * @param dropped more lower-case names to leave out
 */
export function endToEndHeaders(raw: readonly string[], dropped: readonly string[] = []): string[] {
  const skipped = new Set([...alwaysHopByHop, ...dropped]);
  for (const [name, value] of headerPairs(raw)) {
    if (name.toLowerCase() !== 'connection') continue;
    for (const option of value.split(',')) skipped.add(option.trim().toLowerCase());
  }
  return headerPairs(raw)
    .filter(([name]) => !skipped.has(name.toLowerCase()))
    .flat();
}

/** Names and values as pairs. */
export function headerPairs(raw: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index]!, raw[index + 1]!]);
  return pairs;
}

/** Lower-case names; the values of a repeated field are joined by a comma (RFC 9110, section 5.3). */
export function headerRecord(raw: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of headerPairs(raw)) {
    const key = name.toLowerCase();
    record[key] = record[key] === undefined ? value : `${record[key]}, ${value}`;
  }
  return record;
}
