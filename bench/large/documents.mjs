// Whether everything works on real documents, and what it costs:
// npm run bench:documents -- FOLDER [--only servers|tools|cost]
// FOLDER holds documents, one a file; one that consists of several files is a folder with an index.yaml or a first
// YAML file at its top. Nothing is fetched. A row of an earlier run keeps the cells that are not measured again.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../table.mjs';
import { costColumns, measureCost } from './cost.mjs';
import { measureServers, serverColumns } from './servers.mjs';
import { measureTools, toolColumns } from './tools.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
});
const [folder] = positionals;
const groups = {
  servers: [serverColumns, measureServers],
  tools: [toolColumns, measureTools],
  cost: [costColumns, measureCost],
};
if (folder === undefined || (flags.only !== undefined && !Object.hasOwn(groups, flags.only))) {
  process.stderr.write('usage: npm run bench:documents -- FOLDER [--only servers|tools|cost]\n');
  process.exit(2);
}
const results = join(import.meta.dirname, 'documents.md');
const scratch = mkdtempSync(join(tmpdir(), 'bench-large-'));
const rows = new Map(knownRows());
for (const { name, file, isAlone = false } of documentsIn(folder)) {
  process.stderr.write(`${name}\n`);
  const row = { ...rows.get(name), document: name };
  for (const [group, [titles, measure]] of Object.entries(groups)) {
    if (flags.only !== undefined && flags.only !== group) continue;
    const cells = await measure(file, { scratch, isAlone });
    for (const [index, title] of titles.entries()) row[title] = cells[index] ?? '–';
  }
  rows.set(name, row);
  writeFileSync(results, report());
}
process.stdout.write(report());
rmSync(scratch, { recursive: true, force: true });

function documentsIn(directory) {
  const documents = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = join(directory, entry.name);
    const name = entry.name.replace(/\.(ya?ml|json)$/, '');
    if (entry.isFile() && name !== entry.name) return [{ name, file, isAlone: true }];
    if (!entry.isDirectory()) return [];
    const inner = readdirSync(file).filter((one) => /\.(ya?ml|json)$/.test(one));
    return inner.length === 0
      ? []
      : [{ name, file: join(file, inner.find((one) => /^index\./.test(one)) ?? inner[0]) }];
  });
  return documents.sort((one, other) => statSync(one.file).size - statSync(other.file).size);
}

/** Rows of earlier runs, by document: the tables of a document have different columns. */
function knownRows() {
  const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
  const known = new Map();
  let titles = [];
  for (const line of text.split('\n').filter((one) => one.startsWith('| '))) {
    const cells = line.slice(2, -2).split(' | ');
    if (cells[0] === 'document') titles = cells;
    else if (!cells[0].startsWith('---'))
      known.set(cells[0], {
        ...known.get(cells[0]),
        ...Object.fromEntries(titles.map((title, index) => [title, cells[index]])),
      });
  }
  return known;
}

function report() {
  const tableOf = (titles) => {
    const columns = ['document', ...titles];
    const cells = [...rows.values()].map((row) => columns.map((column) => row[column] ?? '–'));
    return table(columns, cells).join('\n');
  };
  return `# Real documents, measured

Written by \`npm run bench:documents -- FOLDER\`: Node ${process.version}, ${cpus().length} cores.

## What works

One valid request of each operation is sent to \`chat-contract mock --spec\`. \`test --spec\` then tests the mock, as it is
and behind a proxy that leaves a field out of each response. \`generate\` compiles under \`tsc --strict\`, \`lint\` reports
exactly what \`redocly lint\` and \`spectral lint\` report, and the page of \`docs\` opens in Chromium without an error or a
request.

${tableOf([...serverColumns, ...toolColumns])}

## What it costs

Start, first response, highest memory, and processor time of one request to the first operation that can be read.

${tableOf(costColumns)}
`;
}
