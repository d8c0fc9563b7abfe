import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Ruleset, RulesetDefinition } from '@stoplight/spectral-core';
import { load } from 'js-yaml';
import { toPointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';
import { packageRoot } from '../shared/package-root.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { Severity } from './finding.ts';
import type { RuleFinding } from './rule.ts';
import type { RuleSet } from './rule-set.ts';

/** What Spectral found, at a JSON Pointer into the bundled document. */
export interface SpectralFinding extends RuleFinding {
  rule: string;
  severity: Severity;
}

/** Spectral's levels: error, warning, information, hint. */
const severities: readonly Severity[] = ['error', 'warning', 'info', 'info'];

// Spectral is CommonJS, and its exports are not all seen by `import`.
const require = createRequire(import.meta.url);

/**
 * Applies a ruleset to a bundled document, in this process: Spectral's command line takes twice as long, most of it for
 * compiling the rule file.
 *
 * @param file the root file of the document, for rules that are about some files only
 */
export async function runSpectral(document: OpenApiDocument, file: string, rules: RuleSet): Promise<SpectralFinding[]> {
  const core: typeof import('@stoplight/spectral-core') = require('@stoplight/spectral-core');
  const spectral = new core.Spectral({ resolver: createLocalResolver() });
  const ruleset = rules.isHouse ? loadHouseRules(rules.spectral!) : await loadUserRules(rules.spectral);
  if (!ruleset) return [];
  spectral.setRuleset(ruleset);
  // The overrides of a rule file hold for files below its own folder: the document is given a name there.
  const name = rules.isHouse ? join(packageRoot, 'openapi.json') : file;
  const results = await spectral.run(new core.Document(JSON.stringify(document), placeless, name));
  return results.map(({ code, message, path, severity }) => ({
    rule: String(code),
    message,
    pointer: toPointer(path),
    severity: severities[severity] ?? 'error',
  }));
}

/** Findings are placed by their paths; looking up lines of the bundle, which nobody reads, takes longer than the rules. */
const placeless = {
  parse: (text: string) => ({ data: JSON.parse(text), diagnostics: [], ast: {}, lineMap: [] }),
  getLocationForJsonPath: () => undefined,
  trapAccess: <T>(object: T) => object,
};

/** All references of a bundle point into it: one to another file, or to an address, is in data and not followed. */
function createLocalResolver() {
  const { Resolver }: typeof import('@stoplight/spectral-ref-resolver') = require('@stoplight/spectral-ref-resolver');
  const nothing = { resolve: async () => ({}) };
  return new Resolver({ resolvers: { file: nothing, http: nothing, https: nothing }, dereferenceRemote: false });
}

function loadHouseRules(source: string): Ruleset {
  const core: typeof import('@stoplight/spectral-core') = require('@stoplight/spectral-core');
  const definition = load(readFileSync(source, 'utf8')) as { extends: string[] };
  const ruleset = { ...definition, extends: definition.extends.map(loadRules) };
  return new core.Ruleset(ruleset as RulesetDefinition, { source });
}

/** Spectral's own loader: a rule file may be of many forms, and extend others. An empty one has no rules. */
async function loadUserRules(source: string | undefined): Promise<Ruleset | undefined> {
  const core: typeof import('@stoplight/spectral-core') = require('@stoplight/spectral-core');
  if (source === undefined) return new core.Ruleset({ extends: [loadRules('spectral:oas')] } as RulesetDefinition);
  if (
    readFileSync(source, 'utf8')
      .replaceAll(/^\s*#.*$/gm, '')
      .trim() === ''
  )
    return undefined;
  try {
    const { getRuleset } = require('@stoplight/spectral-cli/dist/services/linter/utils/getRuleset.js');
    return await getRuleset(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Spectral cannot read ${source}: ${reason.replaceAll(/\s+/g, ' ')}`);
  }
}

function loadRules(name: string): RulesetDefinition {
  if (name === 'spectral:oas') return require('@stoplight/spectral-rulesets').oas;
  const module = require(name);
  return mendGiven(module.default ?? module);
}

const numericIds = 'owasp:api1:2023-no-numeric-ids';

/**
 * The path of this rule ends Spectral where any list called `parameters`, that of an example or a schema's property, has
 * an entry whose `name` is no text.
 */
function mendGiven(ruleset: RulesetDefinition): RulesetDefinition {
  const rule = 'rules' in ruleset ? ruleset.rules[numericIds] : undefined;
  if (!('rules' in ruleset) || !isObject(rule)) return ruleset;
  const given = '$.paths..parameters[?(@ && @.in && /^(?:id|.*(?:_id|Id|-id))$/.test(@.name))].schema';
  return { ...ruleset, rules: { ...ruleset.rules, [numericIds]: { ...rule, given } } } as RulesetDefinition;
}
