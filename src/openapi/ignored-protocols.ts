const ignored = new WeakSet<object>();

/** Marks a stream protocol as invalid. It stays in the document, where `lint` lists what is wrong with it. */
export function ignoreProtocol(protocol: object): void {
  ignored.add(protocol);
}

/** True if the rules of a stream protocol can be read. */
export function isReadable(protocol: object): boolean {
  return !ignored.has(protocol);
}
