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
  writeFileSync(join(dist, 'third-party-licenses.txt'), joinLicenses(packages));
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifests = new Map(packages.map(({ manifest }) => [keyOf(manifest), manifest]));
  writeFileSync(join(dist, 'sbom.cdx.json'), `${makeBom(own, [...manifests.values()])}\n`);
}

/**
 * Each licence once: the packages with their copyright notices, then the text that they share.
 *
 * @param {{ folder: string, manifest: Record<string, any> }[]} packages
 * @returns {string}
 */
function joinLicenses(packages) {
  /** @type {Map<string, { heads: Set<string>, text: string }>} */
  const groups = new Map();
  for (const { folder, manifest } of packages) {
    const lines = licenseOf(folder, manifest).split('\n');
    const text = lines.filter((line) => !isNotice(line)).join('\n');
    const same = text.replaceAll(/\s+/g, ' ').trim();
    const group = groups.get(same) ?? { heads: new Set(), text: text.replaceAll(/\n{3,}/g, '\n\n').trim() };
    groups.set(same, group);
    const notices = lines.filter(isNotice).map((line) => `  ${line.trim()}\n`);
    group.heads.add(`${keyOf(manifest)}\n${notices.join('')}`);
  }
  const parts = [...groups.values()].map(({ heads, text }) => `${[...heads].join('')}\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} line */
function isNotice(line) {
  return /^\W*(copyright\b.*\d{4}|\(c\) *\d{4}|© *\d{4})/i.test(line);
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
  return serializer.serialize(bom, { sortLists: true });
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
