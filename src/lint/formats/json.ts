import { isViolation } from '../finding.ts';
import { displayPath } from './display-path.ts';
import type { Format } from './format.ts';

/** For programs: `{clean, findings}`. Paths below the working directory are relative to it. */
export const formatJson: Format = (findings, { directory }) => {
  const written = findings.map((finding) => ({ ...finding, file: displayPath(directory, finding.file) }));
  return `${JSON.stringify({ clean: !findings.some(isViolation), findings: written }, null, 2)}\n`;
};
