import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { runRedoclyCli } from '../shared/redocly.ts';
import { UsageError } from '../shared/usage-error.ts';
import { prepareDocument } from './prepare-document.ts';

/** Everything is in the page, and its content policy forbids all requests, even those of its content. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; child-src blob:";

/** Prevents breaks within type and field names in tables. */
const head = `  <meta http-equiv="Content-Security-Policy" content="${policy}" />
  <style>
    td code { white-space: nowrap; word-break: normal !important; }
    a[href="https://redocly.com/redoc/"] :not(p) { display: none; }
  </style>`;

/**
 * The documentation of a contract as one HTML page that works offline: it contains Redoc and everything that Redoc
 * shows.
 *
 * @param given a bundled OpenAPI 3.1 document, or a function that opens one while Redocly starts
 */
export async function buildPage(
  given: OpenApiDocument | (() => Promise<OpenApiDocument>),
  signal: AbortSignal,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chat-contract-docs-'));
  try {
    await writeFile(join(folder, 'redocly.yaml'), JSON.stringify({ openapi: options }));
    const write = async () => {
      const document = typeof given === 'function' ? await given() : given;
      await writeFile(join(folder, 'openapi.json'), JSON.stringify(prepareDocument(document)));
    };
    const args = ['build-docs', 'openapi.json', '--inlineBundle', '--config', 'redocly.yaml', '-o', 'page.html'];
    const { code, stderr } = await runRedoclyCli(args, { cwd: folder, signal, input: write });
    if (code !== 0) throw new UsageError(`Redocly cannot show this document: ${lastLine(stderr)}`);
    const page = await readFile(join(folder, 'page.html'), 'utf8');
    // Redoc loads this logo from another host; the page has its name instead.
    const alone = page
      .replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w/.-]+/g, 'data:,')
      .replaceAll('API docs by', 'Made with Redoc');
    return alone.replace('<head>', `<head>\n${head}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

const options = { disableGoogleFont: true, expandResponses: '200,201', hideDownloadButtons: true };
