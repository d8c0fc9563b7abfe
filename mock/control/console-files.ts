import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';

/** The page can load only its own files and connect only to the mock that served it. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The documentation page runs inline scripts, but without an origin, so it cannot call the mock. */
const docsPolicy =
  "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; child-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const common = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves the console's page and files. */
export interface ConsoleFiles {
  page(): Reply;
  file(name: string): Reply;
}

/** @param read returns the text of a console file; a mock in a browser has none */
export function createConsoleFiles(read: (name: string) => string | undefined): ConsoleFiles {
  const give = (name: string, missing: string): Reply => {
    const type = mediaTypes[name.slice(name.lastIndexOf('.'))];
    const text = type && read(name);
    if (text === undefined || !type) return errorReply(404, missing);
    const headers = { 'content-type': type, 'content-security-policy': pagePolicy, ...common };
    return { status: 200, headers, text };
  };
  return {
    page: () => give('index.html', 'The console is not built: run `npm run build`.'),
    file: (name) => give(name, 'The console has no such file.'),
  };
}

/** Redoc uses storage and cookies, which a page without an origin does not have: these stubs store nothing. */
const forgetful = `<script>for (const name of ['localStorage', 'sessionStorage']) {
  const value = { getItem: () => null, setItem() {}, removeItem() {}, clear() {}, key: () => null, length: 0 };
  Object.defineProperty(window, name, { value });
}
Object.defineProperty(document, 'cookie', { get: () => '', set() {} });</script>`;

/** The response with the documentation page. */
export function docsReply(page: string): Reply {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': docsPolicy, ...common };
  return { status: 200, headers, text: page.replace('<head>', `<head>${forgetful}`) };
}
