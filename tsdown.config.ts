import { createRequire } from 'node:module';
import { defineConfig, type UserConfig } from 'tsdown';
import {
  builtOnce,
  commonJsDoors,
  copyFiles,
  escapeCharacters,
  fileSystemByCall,
  joinStyles,
  leaveOut,
  listBundled,
  loadedByCall,
  thisIsExports,
  typesOnly,
  useInstead,
} from './scripts/build-plugins.ts';
import { bundledPackages } from './scripts/bundled-packages.ts';

/** Not bundled: the user, or a clone of this project, installs them. */
const deps: UserConfig['deps'] = {
  neverBundle: [
    /^@redocly\//,
    /^@stoplight\/spectral/,
    /^vitest(\/|$)/,
    'msw',
    'openapi-typescript',
    'typescript',
    'yaml',
  ],
  alwaysBundle: bundledPackages,
  onlyBundle: false,
};

/** `scripts/build.js` omits the declarations if nobody reads them. */
const withTypes = process.env.BUILD_TYPES !== 'no';

const common: UserConfig = {
  // `bin/` and package.json refer to the built files with .js.
  fixedExtension: false,
  // The build script names a new folder, so these builds can run concurrently.
  clean: false,
  logLevel: 'error',
};

/** Smaller, which makes a start faster, and stack traces still name functions. */
const minified: UserConfig = {
  minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
};

/** The reader of documents and streams, used by the mock and most commands. */
const documentReaders =
  /src\/(openapi\/(contract|upgrade-document|event-schema|(read|validate)\/[\w-]+)|sse\/[\w/-]+|shared\/excerpt|cli\/show-problems)\.ts$/;

/** The style sheets of the console in cascade order: the common ones first. */
const consoleStyles = ['base', 'frame', 'grid', 'requests', 'streams', 'next', 'sessions', 'contract'];

const prismEngine = 'prism-engine.cjs';

/** Parts that all formats of the mock share and load on demand. */
const shared = [
  builtOnce('prism-engine.ts', prismEngine),
  loadedByCall('create-ajv.ts', 'createAjv', 'create-ajv.cjs'),
  loadedByCall('re2.ts', 'loadRe2', 're2.cjs'),
  // As files of the package: as code, they took a tenth of the time to the first response.
  useInstead('generated/chat-api-document.ts', 'src/openapi/open/chat-api-file.ts'),
  useInstead('generated/built-in-scenario-text.ts', 'mock/node/scenario-text.ts'),
  escapeCharacters(),
];

const builtOnceFiles = {
  'create-ajv': 'src/openapi/validate/create-ajv.ts',
  'prism-engine': 'mock/node/prism-engine.ts',
  re2: 'mock/scenarios/patterns/re2.ts',
};

const node: UserConfig = {
  ...common,
  ...minified,
  deps,
  platform: 'node',
  target: 'node20',
  dts: false,
  // Made-up data needs one language; the module form of a package whose other form finds its parts at run time; and for
  // Prism and for who sets its options the same generator.
  alias: {
    '@faker-js/faker': '@faker-js/faker/locale/en',
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    'json-schema-faker': createRequire(import.meta.url).resolve('json-schema-faker'),
  },
};

/** The declarations of the builds for Node. */
const typeDeclarations: UserConfig = {
  ...common,
  deps,
  entry: {
    'mock/index': 'mock/index.ts',
    'mock/msw': 'mock/msw.ts',
    'proxy/start-proxy': 'src/proxy/start-proxy.ts',
    'test-runners/jest': 'src/test-runners/jest.ts',
    'test-runners/vitest': 'src/test-runners/vitest.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'node',
  dts: { emitDtsOnly: true },
  plugins: [typesOnly()],
};

export default defineConfig([
  {
    ...common,
    entry: { 'client/index': 'src/client/index.ts', 'react/index': 'src/react/index.ts' },
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    dts: withTypes,
    // A hook runs in client components only, and bundlers of server components require this line.
    outputOptions: { banner: ({ name }) => (name === 'react/index' ? "'use client';" : '') },
  },
  {
    ...node,
    entry: {
      'cli/main': 'src/cli/main.ts',
      'mock/index': 'mock/index.ts',
      'proxy/start-proxy': 'src/proxy/start-proxy.ts',
      'test-runners/jest': 'src/test-runners/jest.ts',
      'test-runners/vitest': 'src/test-runners/vitest.ts',
    },
    format: 'esm',
    // Opening and linking two dozen files takes a tenth of the start of `mock`. These are what starts every command, what
    // reads a document, and the rest of the mock.
    outputOptions: {
      codeSplitting: {
        groups: [
          { name: 'start', test: /src\/(cli\/main|shared\/(json|wording))\.ts$/, priority: 3 },
          { name: 'contract', test: documentReaders, priority: 2 },
          { name: 'mock', test: /src\/cli\/commands\/mock\.ts$/, priority: 1 },
        ],
      },
    },
    plugins: [
      ...shared,
      leaveOut(['node:child_process'], 'commander'),
      commonJsDoors('proxy/start-proxy'),
      fileSystemByCall(),
      listBundled('node'),
    ],
  },
  {
    // MSW uses it in Node and in browsers.
    ...common,
    ...minified,
    deps: { alwaysBundle: [/^(?!msw)/], neverBundle: ['msw'], onlyBundle: false },
    entry: { 'mock/msw': 'mock/msw.ts' },
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    dts: false,
    plugins: [useInstead('linear-pattern.ts', 'mock/scenarios/patterns/native-pattern.ts'), listBundled('msw')],
  },
  {
    // Jest loads CommonJS: it cannot require the modules above.
    ...node,
    entry: {
      'mock/index': 'mock/index.ts',
      'mock/msw': 'mock/msw.ts',
      'test-runners/jest': 'src/test-runners/jest.ts',
    },
    format: 'cjs',
    plugins: [...shared, listBundled('commonjs')],
  },
  ...Object.entries(builtOnceFiles).map(
    ([name, file]): UserConfig => ({
      ...node,
      entry: { [name]: file },
      format: 'cjs',
      // Only code of others, several megabytes.
      minify: true,
      outputOptions: { entryFileNames: '[name].cjs' },
      plugins: [
        leaveOut([
          '@stoplight/http-spec/postman/operation',
          '@stoplight/http-spec/oas2/operation',
          '@stoplight/yaml',
          'esprima',
          'fnv-plus',
          'http-proxy-agent',
          'https-proxy-agent',
          'json-schema-ref-parser',
          'mime-db',
          'node-fetch',
          'pino',
        ]),
        thisIsExports('uri-template-lite'),
        listBundled(name),
      ],
    }),
  ),
  {
    ...common,
    // A page has no packages: everything is bundled.
    deps: { alwaysBundle: [/./], onlyBundle: false },
    entry: { 'console/app': 'mock/console/app.ts' },
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    dts: false,
    minify: true,
    plugins: [
      copyFiles('mock/console', 'console', 'index.html'),
      joinStyles('mock/console/styles', 'console/style.css', consoleStyles),
      listBundled('console'),
    ],
  },
  ...(withTypes ? [typeDeclarations] : []),
]);
