import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { findings } from '../../src/lint/findings-for-test.ts';
import { formats } from '../../src/lint/formats.ts';

// The schema that OASIS and Microsoft publish, in draft 4 of JSON Schema.
const schema = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
const write = (list: readonly Finding[] = findings) =>
  JSON.parse(formats.sarif(list, { directory: '/project', color: false }));

describe('the format sarif', () => {
  const ajv = new AjvDraft4.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv as never);
  const validate = ajv.compile(JSON.parse(readFileSync(createRequire(import.meta.url).resolve(schema), 'utf8')));

  it.each([[findings], [[]]])('has the form of the standard', (list) => {
    validate(write(list));
    expect(validate.errors).toBeNull();
  });

  it('is checked against a schema that rejects other values', () => {
    const log = write();
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    validate(log);
    expect(validate.errors).toMatchObject([{ keyword: 'minimum' }]);
    validate({ ...log, runs: [{ results: [], extra: 1 }] });
    expect(validate.errors?.map(({ keyword }) => keyword).sort()).toEqual(['additionalProperties', 'required']);
  });
});
