import type { Contract } from '../../src/openapi/contract.ts';

/** The options of a run. Times are in milliseconds. */
export interface RunOptions {
  contract: Contract;
  /** The server under test, without a trailing slash. */
  baseUrl: string;
  /** The credential. */
  token?: string;
  /** Credentials by the name of their security scheme; `token` for all others. */
  credentials?: Readonly<Record<string, string>>;
  /** Values of parameters by name, which neither the document nor a created resource provides. */
  params?: Readonly<Record<string, string>>;
  /** Indexes that exist on the server; made-up ones by default. */
  indexIds: string[];
  projectId?: string;
  /** Sends nothing that creates, changes or deletes. */
  readOnly: boolean;
  /** Maximum number of turns; each costs the server's owner tokens. */
  maxTurns: number;
  /** Maximum silence of the server, before its first byte and between two bytes. */
  timeout: number;
  /** Maximum total time of a request; event streams may take five times as long. */
  requestTimeout: number;
  /** Maximum time of the run without its clean-up. By default, a run also ends if the server is slow repeatedly. */
  maxDuration?: number;
  /** Maximum number of concurrent requests. */
  concurrency: number;
  /** Maximum number of requests per second; unlimited by default. */
  rate?: number;
  /** Valid and invalid requests that are generated for each operation, in addition to the fixed ones. */
  examples: number;
  /** Seed of the generated requests: the same seed generates the same requests. */
  seed: number;
  /** Operations that are not tested. */
  excludedOperations?: readonly string[];
}

/** Default options. The indexes are made up: a server that checks indexes rejects them. */
export const defaultOptions = {
  indexIds: ['contract-test-index-1', 'contract-test-index-2', 'contract-test-index-3'],
  readOnly: false,
  maxTurns: 12,
  timeout: 30_000,
  requestTimeout: 60_000,
  concurrency: 32,
  examples: 5,
  seed: 1,
} satisfies Partial<RunOptions>;

/** Bounds that a server under test cannot change. */
export const limits = {
  /** Bytes of a decompressed JSON body. */
  bodyBytes: 16 * 1024 * 1024,
  /** Bytes of a decompressed event stream. */
  streamBytes: 32 * 1024 * 1024,
  /** Bytes of all bodies of a run together. */
  runBytes: 128 * 1024 * 1024,
  /** Bytes of a body that is read concurrently with others; longer ones are read one at a time. */
  besideOthersBytes: 256 * 1024,
  /** Values in one JSON text: some ten thousand sessions. */
  jsonValues: 250_000,
  /** Approximate bytes of all JSON that a run stores. */
  keptBytes: 96 * 1024 * 1024,
  /** Levels of nesting in JSON. */
  nesting: 100,
  /** Bytes of one message of a stream. */
  messageBytes: 8 * 1024 * 1024,
  /** Messages of one stream. */
  messages: 100_000,
  /** How many times `requestTimeout` an event stream may take. */
  streamFactor: 5,
  /** How many times `requestTimeout` an event stream may take until one has ended, or three times as long as that. */
  firstStreamFactor: 1.25,
  /** How many times `requestTimeout` a walk through a list may take. */
  walkFactor: 0.5,
  /** Maximum milliseconds of a run without `maxDuration`. */
  runMilliseconds: 15 * 60_000,
  /**
   * A server is slow repeatedly if its responses, without turns, exceed `quick` by `sum` in total. A run without
   * `maxDuration` then ends `after` so many milliseconds.
   */
  slow: { quick: 3_000, sum: 60_000, after: 45_000 },
  /** Maximum milliseconds of the clean-up. */
  cleanUpMilliseconds: 30_000,
  /** Characters of an id: it is part of URLs, and servers accept some thousands of characters at most. */
  idCharacters: 8_192,
  /** Turns that may not end before no more are started: each lasts as long as an exchange may. */
  endlessTurns: 2,
  /** Requests that may get no response before the run stops. */
  unanswered: 3,
} as const;
