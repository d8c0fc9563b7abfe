import { clauses } from '../../../contract-tests/rules/clauses.ts';
import { rules } from '../../../contract-tests/rules/index.ts';
import type { Rule } from '../../../contract-tests/rules/rule.ts';
import type { CommandDefinition } from '../command.ts';

const formats = { text: formatText, json: formatJson, markdown: formatMarkdown };

/** `chat-contract rules`: every clause, the rules that look at it, and what breaks them. */
export const command: CommandDefinition = {
  options: [{ flags: '--format <name>', description: 'how to print', choices: Object.keys(formats), default: 'text' }],
  async run({ options, stdout }) {
    stdout(formats[options.format as keyof typeof formats]());
    return 0;
  },
};

function formatText(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 14);
  return rules
    .map(
      ({ id, title, provenance, clause, counterexamples }) =>
        `${id.padEnd(width)}  ${provenance.padEnd(10)}  ${title}\n${indent}clause: ${clause}\n${indent}counterexample: ${counterexamples.join(', ')}\n`,
    )
    .join('');
}

function formatJson(): string {
  const listed = rules.map(({ id, title, provenance, clause, family, counterexamples }) => ({
    id,
    title,
    provenance,
    clause,
    family,
    counterexamples,
  }));
  return `${JSON.stringify(listed, null, 2)}\n`;
}

function formatMarkdown(): string {
  const topics = [...new Set(clauses.map(({ topic }) => topic))];
  const sections = topics.map((topic) => {
    const own = clauses.filter((clause) => clause.topic === topic);
    return [
      `## ${topic}`,
      '',
      '| clause | known | rule | counterexamples |',
      '|---|---|---|---|',
      ...own.flatMap(({ text, provenance, rules: ids }) =>
        ids.map((id, index) =>
          row([index === 0 ? text : '', index === 0 ? provenance : '', describe(id), faultsOf(id)]),
        ),
      ),
    ].join('\n');
  });
  return `${['# Clauses, rules and counterexamples', 'Written by `npx chat-contract rules --format markdown`. A counterexample is a fault of the mock: `--fault NAME` shows it.', ...sections].join('\n\n')}\n`;
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function find(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}

function describe(id: string): string {
  return `\`${id}\`: ${find(id)?.title ?? ''}`;
}

function faultsOf(id: string): string {
  return (find(id)?.counterexamples ?? []).map((fault) => `\`${fault}\``).join(', ');
}
