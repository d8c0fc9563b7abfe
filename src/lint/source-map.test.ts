import { describe, expect, it } from 'vitest';
import { parseSourceFile } from './source-file.ts';
import { createSourceMap } from './source-map.ts';

const texts: Record<string, string> = {
  '/api/root.yaml': 'paths:\n  /a b:\n    $ref: paths/a.yaml\ncomponents:\n  schemas:\n    Own: { type: string }\n',
  '/api/paths/a.yaml':
    'get:\n  schema:\n    $ref: ../schemas/Tree.yaml\n  own:\n    $ref: ../root.yaml#/components/schemas/Own\n',
  '/api/schemas/Tree.yaml': 'children:\n  items:\n    $ref: Tree.yaml\nleaf:\n  $ref: Leaf.yaml\n',
  '/api/schemas/Leaf.yaml': 'type: string\n',
};
const bundled = {
  paths: {
    '/a b': { get: { schema: { $ref: '#/components/schemas/Tree' }, own: { $ref: '#/components/schemas/Own' } } },
  },
  components: {
    schemas: {
      Own: { type: 'string' },
      Tree: { children: { items: { $ref: '#/components/schemas/Tree' } }, leaf: { type: 'string' } },
    },
  },
};

describe('createSourceMap', () => {
  const read = (path: string) => (texts[path] === undefined ? undefined : parseSourceFile(path, texts[path]));
  const locate = createSourceMap('/api/root.yaml', bundled, read);
  const places: [title: string, pointer: string, place: string][] = [
    ['the root', '#/paths', '/api/root.yaml#/paths'],
    ['what was put in place', '#/paths/~1a%20b/get', '/api/paths/a.yaml#/get'],
    ['what became a component', '#/components/schemas/Tree/children', '/api/schemas/Tree.yaml#/children'],
    ['what was put in place within a component', '#/components/schemas/Tree/leaf/type', '/api/schemas/Leaf.yaml#/type'],
    ['a component of the root', '#/components/schemas/Own/type', '/api/root.yaml#/components/schemas/Own/type'],
    ['what is not there', '#/paths/~1a%20b/get/summary', '/api/paths/a.yaml#/get/summary'],
  ];
  for (const [title, pointer, place] of places) {
    it(`leads back to the file of ${title}`, () => {
      const found = locate(pointer);
      expect(`${found?.file.path}${found?.pointer}`).toBe(place);
    });
  }

  it('knows no place where the root is not there', () => {
    expect(createSourceMap('/nowhere.yaml', bundled, read)('#/paths')).toBeUndefined();
  });
});
