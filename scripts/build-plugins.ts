import { readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import type { Rolldown } from 'tsdown';
import { escapeUnits } from '../src/shared/harmless.ts';

type Plugin = Rolldown.Plugin;

/** Lists the folders of bundled packages, for `scripts/describe-bundled.js`. @param name of the build */
export function listBundled(name: string): Plugin {
  return {
    name: 'list-bundled',
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of chunk.moduleIds) {
          const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0+/, ''))?.[1];
          if (folder) folders.add(folder);
        }
      }
      this.emitFile({ type: 'asset', fileName: `bundled/${name}.json`, source: JSON.stringify([...folders].sort()) });
    },
  };
}

/** Lets CommonJS take what is built as modules: Node 20.19 and later `require` those. */
export function commonJsDoors(...files: string[]): Plugin {
  return {
    name: 'commonjs-doors',
    generateBundle() {
      for (const file of files) {
        const source = `module.exports = require('./${file.split('/').pop()}.js');\n`;
        this.emitFile({ type: 'asset', fileName: `${file}.cjs`, source });
      }
    },
  };
}

/** The path from one file of `dist/` to another, as code. */
function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return JSON.stringify(path.startsWith('.') ? path : `./${path}`);
}

/**
 * Excludes a module from a build and loads it from a file of `dist/` that is built once, as CommonJS, so that a large
 * module is not built for both formats.
 */
export function builtOnce(module: string, file: string): Plugin {
  return {
    name: 'built-once',
    resolveId: (id) => (posix.basename(id) === module ? { id: file, external: 'absolute' } : undefined),
    renderChunk(code, chunk, { format }) {
      const from = importPath(chunk.fileName, file);
      const load =
        format === 'cjs'
          ? `Promise.resolve().then(()=>require(${from}))`
          : `import(${from}).then((loaded)=>loaded.default)`;
      return code.includes(file)
        ? code.replaceAll(new RegExp(`import\\([\`'"]${file}[\`'"]\\)`, 'g'), load)
        : undefined;
    },
  };
}

/**
 * Excludes a module from a build, like `builtOnce`, and loads it when its only function is first called. The file must
 * be CommonJS, because the call is synchronous.
 */
export function loadedByCall(module: string, name: string, file: string): Plugin {
  const virtual = `\0loaded-by-call:${name}`;
  return {
    name: 'loaded-by-call',
    resolveId: (id) => (posix.basename(id) === module ? virtual : undefined),
    load: (id) =>
      id === virtual
        ? `import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
export const ${name} = (...args) => load(${JSON.stringify(file)}).${name}(...args);`
        : undefined,
    renderChunk(code, chunk) {
      const from = importPath(chunk.fileName, file);
      return code.includes(file) ? code.replaceAll(new RegExp(`[\`'"]${file}[\`'"]`, 'g'), from) : undefined;
    },
  };
}

/**
 * Escapes non-ASCII characters. One of them makes V8 store and read the whole file with two bytes per character, which
 * takes a third of the time to compile half a megabyte at the start.
 */
export function escapeCharacters(): Plugin {
  return rewriteChunks('escape-characters', (code, file) => {
    const raw = /String\.raw`[^`]*[^\0-\x7f]|\\[^\0-\x7f]/.exec(code);
    if (raw) throw new Error(`${file} has a character that cannot be escaped in its place: ${raw[0]}`);
    return code.replaceAll(/[^\0-\x7f]/g, escapeUnits);
  });
}

/**
 * Replaces imports of `node:fs` by a call. The import reads all exports of that module, which loads its file streams, 2 %
 * of a start of `mock`.
 */
export function fileSystemByCall(): Plugin {
  return rewriteChunks('file-system-by-call', (code) =>
    code.replaceAll(
      /\bimport\{([^}]*)\}from"node:fs"/g,
      (_, names: string) => `const{${names.replaceAll(' as ', ':')}}=process.getBuiltinModule("node:fs")`,
    ),
  );
}

/** Changes the minified code of each file of a build. */
function rewriteChunks(name: string, rewrite: (code: string, file: string) => string): Plugin {
  return {
    name,
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = rewrite(chunk.code, chunk.fileName);
      }
    },
  };
}

/** Copies files of a folder, unchanged, to a folder of the build. */
export function copyFiles(from: string, to: string, ...names: string[]): Plugin {
  return {
    name: 'copy-files',
    generateBundle() {
      for (const name of names) {
        this.emitFile({ type: 'asset', fileName: `${to}/${name}`, source: readFileSync(join(from, name), 'utf8') });
      }
    },
  };
}

/** Writes the style sheets `names` of the folder `from` as one file. */
export function joinStyles(from: string, to: string, names: readonly string[]): Plugin {
  return {
    name: 'join-styles',
    generateBundle() {
      const source = names.map((name) => readFileSync(join(from, `${name}.css`), 'utf8')).join('\n');
      this.emitFile({ type: 'asset', fileName: to, source });
    },
  };
}

/** Keeps only the types of a build. */
export function typesOnly(): Plugin {
  return {
    name: 'types-only',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.keys(bundle)) if (!/\.d\.c?ts$/.test(file)) delete bundle[file];
      },
    },
  };
}

/**
 * Replaces modules that a bundled package loads but our calls never run: Prism reads no Postman collections here and
 * forwards nothing, and Commander starts no other program. A use throws.
 *
 * @param importer the package, if others need the modules
 */
export function leaveOut(modules: readonly string[], importer = ''): Plugin {
  const prefix = '\0left-out:';
  const folder = `/node_modules/${importer}`;
  return {
    name: 'leave-out',
    resolveId: (id, from = '') => (modules.includes(id) && from.includes(folder) ? prefix + id : undefined),
    load: (id) =>
      id.startsWith(prefix)
        ? `module.exports = () => { throw new Error(${JSON.stringify(`${id.slice(prefix.length)} is not bundled.`)}); };`
        : undefined,
  };
}

/** Bundles the module `other` for each import of a file with this name. */
export function useInstead(name: string, other: string): Plugin {
  return {
    name: 'use-instead',
    resolveId: (id) => (id.endsWith(`/${name}`) ? resolve(other) : undefined),
  };
}

/** A CommonJS module that is recognizable only by its `this`. */
export function thisIsExports(packageName: string): Plugin {
  return {
    name: 'this-is-exports',
    transform: (code, id) =>
      id.includes(`/${packageName}/`) ? code.replace(/\bthis\.(?=[A-Z])/g, 'exports.') : undefined,
  };
}
