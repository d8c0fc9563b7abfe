import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Writes descriptions of the bundled packages to `dist/`: `third-party-licenses.txt`, because redistribution requires
 * their licences, and `sbom.cdx.json`, a CycloneDX bill of materials for audits, which cannot see packages in a bundle.
 *
 * @param {string} root the project's folder
 * @param {string} dist the folder with the lists of the builds in `bundled/`
 */
export function describeBundled(root, dist) {
  const lists = join(dist, 'bundled');
  const folders = new Set(readdirSync(lists).flatMap((file) => JSON.parse(readFileSync(join(lists, file), 'utf8'))));
  rmSync(lists, { recursive: true });
  /** @type {{ folder: string, manifest: Record<string, any> }[]} */
  const packages = [...folders]
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .sort((one, other) => (keyOf(one.manifest) < keyOf(other.manifest) ? -1 : 1));
  const licenses = packages.map(
    ({ folder, manifest }) => `${manifest.name} ${manifest.version}\n\n${licenseOf(folder, manifest)}\n`,
  );
  writeFileSync(join(dist, 'third-party-licenses.txt'), [...new Set(licenses)].join(`\n${'-'.repeat(80)}\n\n`));
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifests = new Map(packages.map(({ manifest }) => [keyOf(manifest), manifest]));
  writeFileSync(join(dist, 'sbom.cdx.json'), `${makeBom(own, [...manifests.values()])}\n`);
}

/**
 * @param {Record<string, any>} own the manifest of this package
 * @param {Record<string, any>[]} bundled the manifests of the packages that are built in
 * @returns {string} CycloneDX 1.6 as JSON, the same for the same packages
 */
function makeBom(own, bundled) {
  // Loaded here, because other builds do not need it. These packages are CommonJS.
  const require = createRequire(import.meta.url);
  const { Contrib, Enums, Models, Serialize, Spec } = require('@cyclonedx/cyclonedx-library');
  const { PackageURL } = require('packageurl-js');
  const { Builders, Factories } = Contrib.FromNodePackageJson;
  const licenses = new Contrib.License.Factories.LicenseFactory(require('spdx-expression-parse'));
  const builder = new Builders.ComponentBuilder(new Factories.ExternalReferenceFactory(), licenses);
  /** @type {(manifest: Record<string, any>, type: string) => any} */
  const describe = (manifest, type) => {
    const component = builder.makeComponent(manifest, type);
    const purl = new PackageURL('npm', component.group, component.name, component.version, undefined, undefined);
    component.purl = purl.toString();
    component.bomRef.value = component.purl;
    return component;
  };
  const bom = new Models.Bom();
  bom.metadata.component = describe(own, Enums.ComponentType.Library);
  for (const manifest of bundled) bom.components.add(describe(manifest, Enums.ComponentType.Library));
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return serializer.serialize(bom, { sortLists: true, space: 2 });
}

/** @param {Record<string, any>} manifest */
function keyOf({ name, version }) {
  return `${name} ${version}`;
}

/**
 * @param {string} folder
 * @param {Record<string, any>} manifest
 * @returns {string}
 */
function licenseOf(folder, { license }) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license ?? 'see its repository'}`;
}
