import { rules } from '../../../contract-tests/rules/index.ts';
import { families, type Rule, type Scope } from '../../../contract-tests/rules/rule.ts';
import type { CommandDefinition } from '../command.ts';

const formats = { text: formatText, json: formatJson, markdown: formatMarkdown };

/** `chat-contract rules`: lists every rule with its clause and counterexamples. */
export const command: CommandDefinition = {
  options: [{ flags: '--format <name>', description: 'output format', choices: Object.keys(formats), default: 'text' }],
  async run({ options, stdout }) {
    stdout(formats[options.format as keyof typeof formats]());
    return 0;
  },
};

const scopes: Record<Scope, string> = {
  'chat-api': 'Chat API',
  'any-api': 'any API',
  'any-stream': 'any API with an event stream',
  'any-stream-protocol': 'any API with `x-stream-protocol`',
};

function formatText(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 2);
  return rules
    .map(({ id, title, provenance, scope, clause, counterexamples }) =>
      [
        `${id.padEnd(width)}  ${title}`,
        `${indent}clause (${provenance}): ${clause}`,
        `${indent}applies to: ${scopes[scope]}`,
        `${indent}counterexamples: ${counterexamples.join(', ') || 'derived from the document: mock --spec FILE --list'}`,
        '',
      ].join('\n'),
    )
    .join('');
}

function formatJson(): string {
  const listed = rules.map(({ id, title, provenance, clause, scope, otherApis, family, counterexamples }) => ({
    id,
    title,
    provenance,
    clause,
    scope,
    ...(otherApis ? { otherApis } : {}),
    family,
    counterexamples,
  }));
  return `${JSON.stringify(listed, null, 2)}\n`;
}

const introduction = `# Rules

Written by \`npx chat-contract rules --format markdown\`.

Each rule checks one clause of the contract. A clause is *documented* (the API's reference states it), *standard* (an RFC
or a web standard states it) or *assumed* (decided by this project). A violation of an assumed clause is a warning, unless
the run is \`--strict\`. A counterexample is a fault of the mock that violates the rule: \`mock --fault NAME\`. For
most rules without one, the mock derives faults from the stream protocol of a document: \`mock --spec FILE --list\`.`;

function formatMarkdown(): string {
  const sections = families.map((family) => {
    const own = rules.filter((rule) => rule.family === family);
    return [
      `## ${family[0]?.toUpperCase()}${family.slice(1)}`,
      '',
      '| rule | clause | provenance | applies to | counterexamples |',
      '|---|---|---|---|---|',
      ...own.map(formatRow),
    ].join('\n');
  });
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

function formatRow({ id, title, clause, provenance, scope, counterexamples }: Rule): string {
  const faults = counterexamples.map((fault) => `\`${fault}\``).join(', ');
  const cells = [`\`${id}\`: ${title}`, clause, provenance, scopes[scope], faults];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
