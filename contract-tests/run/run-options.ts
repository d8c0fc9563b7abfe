import type { Contract } from '../../src/openapi/contract.ts';

/** What a run is told. Times are in milliseconds. */
export interface RunOptions {
  contract: Contract;
  /** The server under test, without a trailing slash. */
  baseUrl: string;
  /** The credential, if one was given. */
  token?: string;
  /** Credentials by the name of their security scheme; a scheme without one gets `token`. */
  credentials?: Readonly<Record<string, string>>;
  /** Values of parameters by name, for what neither the document nor a created resource provides. */
  params?: Readonly<Record<string, string>>;
  /** Indexes that exist on the server; made-up ones where none were given. */
  indexIds: string[];
  projectId?: string;
  /** Sends nothing that creates, changes or deletes. */
  readOnly: boolean;
  /** How many turns may be streamed; each costs the server's owner tokens. */
  maxTurns: number;
  /** How long the server may be silent: before its first byte, and between two. */
  timeout: number;
  /** How long one request may take in all; event streams take five times as long. */
  requestTimeout: number;
  /** How long the run may take, its clean-up aside. Left out, a server that is slow again and again ends the run. */
  maxDuration?: number;
  /** How many requests are under way at once. */
  concurrency: number;
  /** How many requests may begin in a second; as many as the server answers where left out. */
  rate?: number;
  /** How many valid and how many invalid requests are generated for each operation, beside the fixed ones. */
  examples: number;
  /** What the generated requests are drawn from: the same seed, the same requests. */
  seed: number;
  /** Operations that are not tried for their own sake. */
  excludedOperations?: readonly string[];
}

/** What holds where nothing else is said. The indexes are made up: a server that knows its own refuses them. */
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

/** Bounds that a server under test cannot move. */
export const limits = {
  /** Bytes of a decompressed JSON body. */
  bodyBytes: 16 * 1024 * 1024,
  /** Bytes of a decompressed event stream. */
  streamBytes: 32 * 1024 * 1024,
  /** Bytes of all bodies of a run together. */
  runBytes: 128 * 1024 * 1024,
  /** Bytes of a body that is read beside others; of longer ones one is read at a time. */
  besideOthersBytes: 256 * 1024,
  /** Values in one JSON text: some ten thousand sessions. */
  jsonValues: 250_000,
  /** Bytes, roughly, of what a run keeps of all JSON. */
  keptBytes: 96 * 1024 * 1024,
  /** Levels of nesting in JSON. */
  nesting: 100,
  /** Bytes of one message of a stream. */
  messageBytes: 8 * 1024 * 1024,
  /** Messages of one stream. */
  messages: 100_000,
  /** How many times `requestTimeout` an event stream may take. */
  streamFactor: 5,
  /** Bytes of events a second that a stream sends on average once it took `requestTimeout`; comments do not count. */
  streamBytesPerSecond: 32,
  /** Milliseconds that a run takes without `maxDuration`. */
  runMilliseconds: 15 * 60_000,
  /**
   * A server is slow again and again if its responses, turns aside, took so much longer in sum than `quick`; a run
   * without `maxDuration` then ends `after` so many milliseconds.
   */
  slow: { quick: 3_000, sum: 60_000, after: 45_000 },
  /** Milliseconds that the clean-up may take. */
  cleanUpMilliseconds: 30_000,
  /** Characters of an id: it has to stand in addresses, and servers take some thousands of characters at most. */
  idCharacters: 8_192,
  /** How many turns may go on without end before no more are taken: each lasts as long as an exchange may. */
  endlessTurns: 2,
  /** How many requests may stay without an answer before the run gives up. */
  unanswered: 3,
} as const;
