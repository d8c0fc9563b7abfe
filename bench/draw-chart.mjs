// Draws docs/performance.svg from the tables in bench/mock/results.md: npm run bench:chart. `npm run bench` runs it, too.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const tables = readFileSync(join(root, 'bench/mock/results.md'), 'utf8');

/** The ratio in a cell of a table, `126.9 (2.35×)`. */
function ratio(section, row, column) {
  const lines = tables.split(`## ${section}`)[1]?.split('\n## ')[0].split('\n') ?? [];
  const cells = lines.find((line) => line.startsWith(`| ${row} |`))?.split('|') ?? [];
  const found = /\(([\d.]+)×\)/.exec(cells[column + 1] ?? '');
  if (!found) throw new Error(`bench/mock/results.md has no ratio for ${row} under "${section}".`);
  return Number(found[1]);
}

if (!tables.includes('## Cold start') || !tables.includes('## List and create')) {
  process.stderr.write('The chart is left as it is: it needs a run of `npm run bench` without --only.\n');
  process.exit();
}

const servers = [
  ['this mock', 'own'],
  ['Steady', 'peer'],
  ['prism mock', 'peer'],
];
const groups = [
  ['Cold start to the first response', 'Cold start to the first answer', 1],
  ['Processor time per list request', 'List and create, with validation and state on', 1],
  ['Processor time per create request', 'List and create, with validation and state on', 3],
].map(([label, section, column]) => ({
  label,
  bars: servers.map(([name, kind]) => ({ name, kind, value: ratio(section, name, column) })),
}));

// A logarithmic axis, because the peers are up to fifty times apart.
const left = 110;
const width = 560;
const most = 10 ** Math.ceil(Math.log10(Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)))));
const x = (value) => left + (Math.log10(Math.max(1, value)) / Math.log10(most)) * width;
const parts = [];
let y = 44;
for (const { label, bars } of groups) {
  parts.push(`<text x="${left}" y="${y}" class="label">${label}</text>`);
  y += 10;
  for (const { name, kind, value } of bars) {
    parts.push(
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${name}</text>`,
      `<rect x="${left}" y="${y}" width="${(x(value) - left).toFixed(1)}" height="17" rx="2" class="${kind}"/>`,
      `<text x="${(x(value) + 6).toFixed(1)}" y="${y + 13}">${value.toFixed(1)}×</text>`,
    );
    y += 22;
  }
  y += 26;
}
const height = y + 4;
const ticks = [1, 2, 5, 10, 20, 50, 100].filter((tick) => tick <= most);
const axis = ticks.flatMap((tick) => [
  `<line x1="${x(tick).toFixed(1)}" y1="50" x2="${x(tick).toFixed(1)}" y2="${height - 26}" class="grid"/>`,
  `<text x="${x(tick).toFixed(1)}" y="${height - 10}" text-anchor="middle">${tick}×</text>`,
]);
const style =
  'text{font:13px system-ui,sans-serif;fill:#444}.label{font-weight:600;fill:#111}.own{fill:#2563eb}.peer{fill:#9ca3af}.grid{stroke:#e5e7eb}';
const title = 'The mock and its peers against bare Node (1×, logarithmic; less is better)';
writeFileSync(
  join(root, 'docs/performance.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 ${height}" role="img" aria-label="${title}">
<style>${style}</style>
<rect width="760" height="${height}" fill="#fff"/>
<text x="16" y="20" class="label">${title}</text>
${[...axis, ...parts].join('\n')}
</svg>
`,
);
