/** Headers that apply to one connection only (RFC 9110, section 7.6.1), and credentials for a proxy (section 11.7). */
const alwaysHopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Headers that a proxy forwards: all but the hop-by-hop ones and those that `Connection` names (RFC 9110, section
 * 7.6.1). Case, order and repeated fields are kept.
 *
 * @param raw alternating names and values, like Node's `rawHeaders`
 * @param dropped further lower-case names to drop
 */
export function endToEndHeaders(raw: readonly string[], dropped: ReadonlySet<string>): string[] {
  const named = namedByConnection(raw);
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    if (!alwaysHopByHop.has(name) && !dropped.has(name) && !named.includes(name))
      kept.push(raw[index]!, raw[index + 1]!);
  }
  return kept;
}

function namedByConnection(raw: readonly string[]): string[] {
  return headerPairs(raw).flatMap(([name, value]) =>
    name.toLowerCase() === 'connection' ? value.split(',').map((option) => option.trim().toLowerCase()) : [],
  );
}

/** Names and values as pairs. */
export function headerPairs(raw: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index]!, raw[index + 1]!]);
  return pairs;
}

/** The values of one field, joined by a comma. @param name in lower case */
export function headerValue(raw: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]!.length !== name.length || raw[index]!.toLowerCase() !== name) continue;
    value = value === undefined ? raw[index + 1]! : `${value}, ${raw[index + 1]}`;
  }
  return value;
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
