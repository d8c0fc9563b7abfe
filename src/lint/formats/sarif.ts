import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../finding.ts';
import { displayPath } from './display-path.ts';
import type { Format } from './format.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, which code scanning services read. */
export const formatSarif: Format = (findings, { directory }) => {
  const rules = [...new Set(findings.map(ruleId))].sort().map((id) => ({ id }));
  const results = findings.map((finding) => ({
    ruleId: ruleId(finding),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(displayPath(directory, finding.file)) },
          region: { startLine: finding.line, startColumn: finding.column },
        },
      },
    ],
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'chat-contract lint', rules } }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function ruleId({ linter, rule }: Finding): string {
  return `${linter}/${rule}`;
}

/** A URI reference (SARIF 2.1.0, section 3.4.3): braces, spaces and the like are escaped. */
function toUri(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split(sep).map(encodeURIComponent).join('/');
}
