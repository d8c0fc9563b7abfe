import { posix } from 'node:path';
import type { Sources } from './import-rules.ts';
import { readSource } from './read-imports.ts';

/** The files that import each other in a loop, types included: one sorted list for each loop (Tarjan's algorithm). */
export function findCycles(sources: Sources): string[][] {
  const targets = new Map(
    [...sources].map(([file, text]) => [
      file,
      readSource(text)
        .imports.map(({ specifier }) => posix.join(posix.dirname(file), specifier))
        .filter((target) => sources.has(target)),
    ]),
  );
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const target of targets.get(file) ?? []) {
      if (!index.has(target)) visit(target);
      if (stack.includes(target)) low.set(file, Math.min(low.get(file)!, low.get(target)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const loop = stack.splice(stack.indexOf(file));
    if (loop.length > 1) cycles.push(loop.sort());
  };
  for (const file of targets.keys()) if (!index.has(file)) visit(file);
  return cycles;
}
