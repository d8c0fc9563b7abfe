import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RulesetDefinition } from '@stoplight/spectral-core';
import { parse } from 'yaml';
import { toPointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';
import { packageRoot } from '../shared/package-root.ts';
import type { Severity } from './finding.ts';
import type { RuleFinding } from './rule.ts';

/** What Spectral found, at a JSON Pointer into the bundled document. */
export interface SpectralFinding extends RuleFinding {
  rule: string;
  severity: Severity;
}

/** Spectral's levels: error, warning, information, hint. */
const severities: readonly Severity[] = ['error', 'warning', 'info', 'info'];

/**
 * Applies `.spectral.yaml` to a bundled document, in this process: Spectral's command line takes twice as long, most of
 * it for compiling the rule file.
 */
export async function runSpectral(document: OpenApiDocument): Promise<SpectralFinding[]> {
  // Spectral is CommonJS, and its exports are not all seen by `import`.
  const require = createRequire(import.meta.url);
  const core: typeof import('@stoplight/spectral-core') = require('@stoplight/spectral-core');
  const source = join(packageRoot, '.spectral.yaml');
  const definition = parse(readFileSync(source, 'utf8'));
  const ruleset = { ...definition, extends: definition.extends.map((name: string) => loadRules(require, name)) };
  const spectral = new core.Spectral();
  spectral.setRuleset(new core.Ruleset(ruleset, { source }));
  // The overrides of a rule file hold for files below its own folder: the document is given a name there.
  const name = join(packageRoot, 'openapi.json');
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

function loadRules(require: NodeJS.Require, name: string): RulesetDefinition {
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
