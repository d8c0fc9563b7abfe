import { describe, expect, it } from 'vitest';
import { exampleDocument } from './document-for-test.ts';
import { generateFiles } from './generate-files.ts';
import { header } from './generated-file.ts';

const files = new Map((await generateFiles(exampleDocument())).map(({ path, text }) => [path, text]));

function textOf(path: string): string {
  return files.get(path) ?? `there is no ${path}`;
}

describe('generateFiles', () => {
  it('writes the same bytes each time, and leaves its document unchanged', async () => {
    const document = exampleDocument();
    const again = await generateFiles(document);
    expect(new Map(again.map(({ path, text }) => [path, text]))).toEqual(files);
    expect(document).toEqual(exampleDocument());
  });

  it('begins every TypeScript file with two lines that name the command', () => {
    expect(header.trimEnd().split('\n')).toHaveLength(2);
    for (const [path, text] of files) if (path.endsWith('.ts')) expect(text.startsWith(header), path).toBe(true);
  });

  it('writes the document unchanged', () => {
    expect(textOf('openapi.json')).toBe(`${JSON.stringify(exampleDocument(), null, 2)}\n`);
  });

  it('writes descriptors and stream rules as data', () => {
    expect(textOf('operations.ts')).toContain('clear: {\n    "method": "DELETE",');
    expect(textOf('operations.ts')).toContain('} as const satisfies Record<string, OperationDescriptor>;');
    expect(textOf('stream-protocols.ts')).toContain('watch: {\n    "provenance": "assumed",');
    expect(textOf('stream-protocols.ts')).not.toContain('listNotes');
  });
});

describe('types.ts', () => {
  it('types a stream by its events', () => {
    expect(textOf('types.ts')).toContain('"text/event-stream": AsyncIterable<components["schemas"]["Note"]>;');
  });

  it('exports a short name for each schema that can have one', () => {
    expect(textOf('types.ts')).toContain('export type Note = components["schemas"]["Note"];');
    expect(textOf('types.ts')).not.toContain('export type Odd');
  });
});

describe('client.ts', () => {
  it('has a method for each operation', () => {
    expect(textOf('client.ts').slice(header.length)).toMatchInlineSnapshot(`
      "import type { OperationsClient } from '../src/client/runtime/operations-client.ts';
      import type * as api from './types.ts';

      type Query<Id extends keyof api.operations> = NonNullable<api.operations[Id]["parameters"]["query"]>;
      type Header<Id extends keyof api.operations> = NonNullable<api.operations[Id]["parameters"]["header"]>;

      /** A client with a method for each operation. A call that fails rejects with a ChatError. */
      export interface ChatClient extends OperationsClient<api.paths> {
        /** List notes. \`GET /rooms/{room_id}/notes\` */
        listNotes: {
          (roomId: string, query: Query<"listNotes">, options?: { signal?: AbortSignal | undefined }): Promise<api.NotePage>;
          /** Every item of every page; a page is requested when the previous one is used up. */
          all(roomId: string, query: Omit<Query<"listNotes">, "at">, options?: { signal?: AbortSignal | undefined }): AsyncIterable<api.NotePage["notes"][number]>;
        };

        /** Add a note. \`POST /rooms/{room_id}/notes\` */
        addNote(roomId: string, body: api.Note | undefined, options: { header: Header<"addNote">; signal?: AbortSignal | undefined }): Promise<api.operations["addNote"]["responses"][201]["content"]["application/json"]>;

        /** \`DELETE /rooms/{room_id}/notes\` */
        clear(roomId: string, options?: { signal?: AbortSignal | undefined }): Promise<void>;

        /** Watch a room *\\/ or not. \`POST /rooms/{room_id}/watch\` */
        watch(roomId: string, body: api.Note, options?: { signal?: AbortSignal | undefined }): AsyncIterable<api.Note>;
      }
      "
    `);
  });
});
