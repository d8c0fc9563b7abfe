import { describe, expect, it } from 'vitest';
import { parseSourceFile } from './source-file.ts';

const text = `get:
  tags: [One, Two]
  responses:
    '200':
      a/b: 1
`;

describe('parseSourceFile', () => {
  const places: [string, string][] = [
    ['#', '1:1'],
    ['#/get', '1:1'],
    ['#/get/tags', '2:3'],
    ['#/get/tags/1', '2:15'],
    ['#/get/responses/200', '4:5'],
    ['#/get/responses/200/a~1b', '5:7'],
    ['#/get/responses/404/content', '3:3'],
    ['#/get/tags/7', '2:3'],
  ];
  for (const [pointer, place] of places) {
    it(`finds ${pointer} at ${place}`, () => {
      const { line, column } = parseSourceFile('/a.yaml', text).locate(pointer);
      expect(`${line}:${column}`).toBe(place);
    });
  }

  it('reads JSON', () => {
    const file = parseSourceFile('/a.json', '{\n  "a": {\n    "b": 1 } }');
    expect(file.value).toEqual({ a: { b: 1 } });
    expect(file.locate('#/a/b')).toEqual({ line: 3, column: 5 });
  });

  it('reports the reason and place of invalid YAML, and accepts an empty text', () => {
    const broken = parseSourceFile('/a.yaml', 'a: 1\nb: [1\nc: 2\n');
    expect(broken.value).toBeUndefined();
    expect(broken.problem).toMatchObject({ line: 3, message: expect.stringContaining('indentation') });
    expect(parseSourceFile('/a.yaml', '').locate('#/a')).toEqual({ line: 1, column: 1 });
  });
});
