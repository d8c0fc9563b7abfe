import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../shared/usage-error.ts';

/** A longer file is refused: what bundles it needs a multiple of it in memory. In bytes. */
const longest = 64 * 1024 * 1024;

/**
 * Looks through a document and the files that it refers to, before anything parses them: no address is fetched because a
 * document names it, and aliases of YAML that would unfold without end are refused. What is wrong otherwise is told by
 * whoever reads the document.
 *
 * @throws {UsageError} naming the file and what is wrong there
 */
export async function checkSpecFiles(root: string): Promise<void> {
  const waiting = [resolve(root)];
  const seen = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = read(file);
    if (text === undefined) continue;
    if (text.length > longest) throw new UsageError(`${file} is longer than ${longest} bytes, which is the limit.`);
    await checkAliases(file, text);
    for (const target of referencesIn(text)) {
      if (/^(?:[a-z][a-z0-9+.-]+:)?\/\//i.test(target)) {
        throw new UsageError(`${file} refers to ${target}, which is not fetched; bundle it into a file of your own.`);
      }
      waiting.push(resolve(dirname(file), decode(target)));
    }
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The files and addresses that `$ref`s name, without their fragments; in JSON with any character escaped. */
function referencesIn(text: string): Set<string> {
  const matches = text.matchAll(
    /["']?(?:\$|\\u0024)ref["']?\s*:\s*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([^\s,}'"]+))/g,
  );
  const targets = [...matches].map(([, double, single, plain]) =>
    double === undefined ? (single ?? plain ?? '') : unescapeText(double),
  );
  return new Set(targets.map((target) => target.split('#')[0] ?? '').filter(Boolean));
}

function unescapeText(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `yaml` counts what aliases unfold to; without it only other development tools would read YAML, and they are not there. */
async function checkAliases(file: string, text: string): Promise<void> {
  if (!/[\s[{,]&[^\s,[\]{}]/.test(text) || !/[\s[{,]\*[^\s,[\]{}]/.test(text) || /^\s*\{\s*"/.test(text)) return;
  const yaml = await import('yaml').catch(() => undefined);
  try {
    yaml?.parseDocument(text, { logLevel: 'silent' }).toJS();
  } catch (error) {
    if (!/alias/i.test(String(error))) return;
    throw new UsageError(`${file} has aliases that unfold to too much: ${(error as Error).message}.`);
  }
}
