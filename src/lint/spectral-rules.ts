import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ruleset, RulesetDefinition } from '@stoplight/spectral-core';
import { load } from 'js-yaml';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { explainAddress } from './explain-address.ts';
import { requireOfSpectral } from './require-of-spectral.ts';
import type { RuleSet } from './rule-set.ts';

// Spectral is CommonJS, and `import` does not see all of its exports.
const require = createRequire(import.meta.url);

/** The rules of a rule set for Spectral; `undefined` if it has none. */
export async function loadSpectralRules({ isHouse, spectral: source }: RuleSet): Promise<Ruleset | undefined> {
  const core: typeof import('@stoplight/spectral-core') = requireOfSpectral('@stoplight/spectral-core');
  if (isHouse) return loadHouseRules(source!);
  if (source === undefined) return new core.Ruleset({ extends: [loadRules('spectral:oas')] } as RulesetDefinition);
  const text = readFileSync(source, 'utf8').replaceAll(/^\s*#.*$/gm, '');
  return text.trim() === '' ? undefined : loadUserRules(source);
}

/**
 * Spectral's own loader: a rule file may have several formats, and extend others.
 *
 * @throws {UsageError} if it cannot be read, or extends a URL
 */
async function loadUserRules(source: string): Promise<Ruleset> {
  const { getRuleset } = require('@stoplight/spectral-cli/dist/services/linter/utils/getRuleset.js');
  const asked: string[] = [];
  const fetcher: { default: unknown } = requireOfSpectral('@stoplight/spectral-runtime/dist/fetch.js');
  const { default: original } = fetcher;
  // The loader's only access to the network.
  fetcher.default = async (address: unknown) => {
    asked.push(String(address));
    throw new Error(`${address} is not fetched`);
  };
  try {
    return await getRuleset(source);
  } catch (error) {
    if (asked.length > 0) throw new UsageError(explainAddress(source, asked[0]!));
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Spectral cannot read ${source}: ${reason.replaceAll(/\s+/g, ' ')}`);
  } finally {
    fetcher.default = original;
  }
}

function loadHouseRules(source: string): Ruleset {
  const core: typeof import('@stoplight/spectral-core') = requireOfSpectral('@stoplight/spectral-core');
  const definition = load(readFileSync(source, 'utf8')) as { extends: string[] };
  const ruleset = { ...definition, extends: definition.extends.map(loadRules) };
  return new core.Ruleset(ruleset as RulesetDefinition, { source });
}

function loadRules(name: string): RulesetDefinition {
  if (name === 'spectral:oas') return requireOfSpectral('@stoplight/spectral-rulesets/dist/oas').default;
  const module = require(name);
  return mendGiven(module.default ?? module);
}

const numericIds = 'owasp:api1:2023-no-numeric-ids';

/**
 * The path of this rule makes Spectral crash if any list called `parameters`, even in an example or a schema's
 * property, has an entry whose `name` is not a string.
 */
function mendGiven(ruleset: RulesetDefinition): RulesetDefinition {
  const rule = 'rules' in ruleset ? ruleset.rules[numericIds] : undefined;
  if (!('rules' in ruleset) || !isObject(rule)) return ruleset;
  const given = '$.paths..parameters[?(@ && @.in && /^(?:id|.*(?:_id|Id|-id))$/.test(@.name))].schema';
  return { ...ruleset, rules: { ...ruleset.rules, [numericIds]: { ...rule, given } } } as RulesetDefinition;
}
