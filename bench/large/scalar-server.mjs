// Serves a document with Scalar's mock: node scalar-server.mjs FILE PORT
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { createMockServer } from '@scalar/mock-server';
import { parse } from 'yaml';

const [file, port] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const specification = file.endsWith('.json') ? JSON.parse(text) : parse(text, { maxAliasCount: -1 });
const { fetch } = await createMockServer({ specification });
serve({ fetch, port: Number(port), hostname: '127.0.0.1' });
