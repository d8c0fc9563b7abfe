import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/shared/package-root.ts';

/** The package as installed by a user. */
export interface InstalledPackage {
  /** The folder of the consumer, with nothing but the installed package. */
  folder: string;
  tarball: string;
  /** Paths of the files in the tarball. */
  files: string[];
}

/**
 * Packs the build and installs it in an empty folder.
 *
 * Nothing is fetched: the dependencies are packed from this clone's `node_modules`. npm still checks the versions.
 */
export function installPackage(): InstalledPackage {
  const root = mkdtempSync(join(tmpdir(), 'chat-contract-package-'));
  const folder = join(root, 'consumer');
  mkdirSync(folder);
  execFileSync(process.execPath, ['scripts/build.js', '--if-stale', '--types'], { cwd: packageRoot });
  const packed = pack(packageRoot, root);
  const others = ['openapi-fetch', 'openapi-typescript-helpers'].map((name) => {
    return pack(join(packageRoot, 'node_modules', name), root).tarball;
  });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--offline', '--no-audit', '--no-fund', '--no-save', packed.tarball, ...others], folder);
  return { folder, ...packed };
}

function pack(source: string, destination: string): { tarball: string; files: string[] } {
  const output = npm(['pack', source, '--ignore-scripts', '--json', '--pack-destination', destination], destination);
  const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  return { tarball: join(destination, filename), files: files.map(({ path }) => path) };
}

/** npm without the variables of the npm script that runs the tests. */
export function npm(args: string[], cwd: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
