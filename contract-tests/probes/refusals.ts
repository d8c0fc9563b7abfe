import type { Operation } from '../../src/openapi/contract.ts';
import { isAbout, type Probe, sessionOf } from './probe.ts';
import { baseRequest, isTried } from './requests.ts';

const methods = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];

/** Calls each path with the methods that it does not have, about a session that lives and about one that does not. */
export async function tryMethods(probe: Probe): Promise<void> {
  const { run, resource } = probe;
  const id = sessionOf(probe.seen, 'disposable');
  const paths = new Map(run.contract.operations.map((operation) => [operation.path, operation]));
  await Promise.all(
    [...paths.values()].flatMap((operation) => {
      const aboutOne = isAbout(operation, resource);
      if (aboutOne && id === undefined) return [];
      const own = run.contract.operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
      const others = methods.filter((method) => !own.includes(method));
      const targets = aboutOne ? [id ?? '', unknownId(id ?? '')] : [''];
      return others.flatMap((method) =>
        targets.map((target) => {
          const { body: _, ...parts } = baseRequest(probe, operation, target);
          return run.send(operation, parts, {
            purpose: `uses ${method}, which the path does not have`,
            method,
            case: { kind: 'other' },
            ...(target === id ? { session: target } : {}),
          });
        }),
      );
    }),
  );
}

/**
 * Calls each operation about a session that does not exist, everything else being right. An id that is read belongs to
 * somebody: then only the reading is judged, and nothing else is sent to it.
 */
export async function tryUnknownSession(probe: Probe): Promise<void> {
  const { run, resource, seen } = probe;
  const id = sessionOf(seen, 'target') ?? sessionOf(seen, 'found');
  if (id === undefined) return;
  const tried = run.contract.operations.filter((one) => isAbout(one, resource) && isTried(probe, one));
  const reading = tried.find(({ method }) => method === 'GET');
  const send = (operation: Operation, unknown: string) =>
    run.send(operation, baseRequest(probe, operation, unknown), {
      purpose: 'is about a session that does not exist',
      case: { kind: 'other' },
    });
  if (!reading) return;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const unknown = unknownId(id, attempt);
    const read = await send(reading, unknown);
    const found = (read.response?.status ?? 0) < 300;
    if (found && attempt < 2) continue;
    seen.unknown.push(read);
    if (found) return;
    const others = tried.filter((operation) => operation !== reading);
    seen.unknown.push(...(await Promise.all(others.map((operation) => send(operation, unknown)))));
    return;
  }
}

const alphabets = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ'];

/**
 * An id of the same form as `id` that belongs to nothing: its letters and digits are drawn anew. One that is too short
 * to be drawn so becomes longer.
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
    // What all ids begin with, such as a kind, stays.
    return alphabet && index >= characters.length - 16 ? draw(alphabet) : character;
  });
  const count = characters.slice(-16).filter(alphabetOf).length;
  const alphabet = alphabetOf(characters.at(-1) ?? '') ?? alphabets[0]!;
  return count >= 10 ? drawn.join('') : id + Array.from({ length: 12 }, () => draw(alphabet)).join('');
}
