import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledPackages } from '../../scripts/bundled-packages.ts';
import { packageRoot } from '../../src/shared/package-root.ts';

interface Component {
  group?: string;
  name: string;
  version: string;
  purl: string;
  licenses?: unknown[];
}

let components: Component[];
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.js', '--if-stale'], { cwd: packageRoot });
  const bom = JSON.parse(readFileSync(join(packageRoot, 'dist/sbom.cdx.json'), 'utf8'));
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  expect(bom.metadata.component).toMatchObject({ name: 'chat-contract' });
  components = bom.components;
});

/** `@scope/name 1.2.3` */
const label = ({ group, name, version }: Component) => `${group ? `${group}/` : ''}${name} ${version}`;

describe('the bill of materials', () => {
  it('has every package that a build of the mock for browsers reads, with its version', async () => {
    const build = await rolldown({
      input: join(packageRoot, 'mock/msw.ts'),
      platform: 'browser',
      external: [/^msw/],
      logLevel: 'silent',
    });
    const { output } = await build.generate({ format: 'esm' });
    await build.close();
    const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
    const folders = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []);
    const read = [...new Set(folders)].map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return `${name} ${version}`;
    });
    expect(read.length).toBeGreaterThan(5);
    expect(components.map(label)).toEqual(expect.arrayContaining(read));
  });

  it('has each package that is bundled by name, and none that is not bundled', () => {
    const names = new Set(components.map(({ group, name }) => (group ? `${group}/${name}` : name)));
    expect(bundledPackages.filter((name) => !names.has(name))).toEqual([]);
    expect(['msw', 'react', 'typescript', 'vitest', 'tsdown'].filter((name) => names.has(name))).toEqual([]);
  });

  it('lists each once by its package URL, and has its licence text', () => {
    const text = readFileSync(join(packageRoot, 'dist/third-party-licenses.txt'), 'utf8');
    expect(new Set(components.map(({ purl }) => purl)).size).toBe(components.length);
    for (const component of components) {
      const { group, name, version, purl } = component;
      expect(purl).toBe(`pkg:npm/${group ? `${group.replace('@', '%40')}/` : ''}${name}@${version}`);
      expect(text).toContain(`${label(component)}\n`);
    }
  });
});
