import { describe, expect, it } from 'vitest';
import { compareFiles } from './compare-files.ts';

const files = [
  { path: 'a.ts', text: 'one\ntwo\n' },
  { path: 'b.json', text: '{}\n' },
];

describe('compareFiles', () => {
  it.each([
    { given: 'the same files', existing: { 'a.ts': 'one\ntwo\n', 'b.json': '{}\n' }, want: [] },
    { given: 'other line ends', existing: { 'a.ts': 'one\r\ntwo\r\n', 'b.json': '{}\n' }, want: [] },
    {
      given: 'another text and nothing',
      existing: { 'a.ts': 'one\n' },
      want: [
        { path: 'a.ts', kind: 'stale' },
        { path: 'b.json', kind: 'missing' },
      ],
    },
    {
      given: 'a file too many',
      existing: { 'z.ts': '', 'a.ts': 'one\ntwo\n', 'b.json': '{}\n', 'old/c.ts': '' },
      want: [
        { path: 'old/c.ts', kind: 'extra' },
        { path: 'z.ts', kind: 'extra' },
      ],
    },
  ])('reports $given', ({ existing, want }) => {
    expect(compareFiles(files, new Map(Object.entries(existing) as [string, string][]))).toEqual(want);
  });
});
