import type { Readable } from 'node:stream';

/** A request to send; host, connection and framing headers are set by the upstream connection. */
export interface UpstreamRequest {
  method: string;
  /** Path and query, still percent-encoded. */
  target: string;
  /** Alternating names and values, without hop-by-hop fields. */
  headers: readonly string[];
  body: Readable | undefined;
  /** Called at the end of the body: alternating names and values. Absent if the request announces no trailers. */
  trailers?: () => readonly string[];
  /** Called with each response before the final one, such as `103 Early Hints`. */
  onInterim?: (status: number, rawHeaders: readonly string[]) => void;
}

/** A pending request. */
export interface UpstreamCall {
  /** Rejects with an `UpstreamError` if no response head arrives, and with the reason of `cancel`. */
  response: Promise<UpstreamResponse>;
  /** Closes the connection, unless the response has ended. */
  cancel(reason: Error): void;
}

/** A response whose body is still arriving. */
export interface UpstreamResponse {
  status: number;
  /** The reason phrase. */
  statusMessage: string;
  rawHeaders: string[];
  /** Not decoded. */
  body: UpstreamBody;
  /** Empty until the body has ended. */
  trailers(): [name: string, value: string][];
}

/** A body as it arrives. Data before `read` waits. */
export interface UpstreamBody {
  read(sink: BodySink): void;
  pause(): void;
  resume(): void;
  /** Closes the connection, unless the body has ended. */
  cancel(): void;
}

/** The reader of a body. */
export interface BodySink {
  data(chunk: Uint8Array): void;
  end(): void;
  /** The upstream disconnected, or the call was cancelled. */
  fail(): void;
}

/** How a call controls its connection. */
export interface CallControl {
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** What a connection reports to its call. */
export interface CallEvents {
  begin(control: CallControl): void;
  head(head: Pick<UpstreamResponse, 'status' | 'statusMessage' | 'rawHeaders'>): void;
  data(chunk: Uint8Array): void;
  end(trailers: [name: string, value: string][]): void;
  /** @param error the reason, if no head has arrived */
  fail(error: unknown): void;
}

const notRead = new Error('The body is not read.');

/** Maximum bytes that wait for a reader. */
const mostWaiting = 65_536;

/** Connects the events of a connection with one response. */
export function createCall(explained: (error: unknown) => unknown): UpstreamCall & { events: CallEvents } {
  let control: CallControl | undefined;
  let cancelled: Error | undefined;
  let sink: BodySink | undefined;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let outcome: 'end' | 'fail' | undefined;
  let trailers: [string, string][] = [];
  let resolve: (response: UpstreamResponse) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const response = new Promise<UpstreamResponse>((one, other) => {
    resolve = one;
    reject = other;
  });
  const cancel = (reason: Error) => {
    if (outcome) return;
    cancelled ??= reason;
    control?.abort(cancelled);
  };
  const finish = (how: 'end' | 'fail') => {
    if (outcome) return;
    outcome = how;
    sink?.[how]();
  };
  const body: UpstreamBody = {
    read(reader) {
      sink = reader;
      for (const chunk of waiting) reader.data(chunk);
      waiting = [];
      if (outcome) reader[outcome]();
    },
    pause: () => control?.pause(),
    resume: () => control?.resume(),
    cancel: () => cancel(notRead),
  };
  const events: CallEvents = {
    begin(given) {
      control = given;
      if (cancelled) given.abort(cancelled);
    },
    head: (head) => resolve({ ...head, body, trailers: () => trailers }),
    data(chunk) {
      if (sink) return sink.data(chunk);
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      if (waitingBytes > mostWaiting) control?.pause();
    },
    end(given) {
      trailers = given;
      finish('end');
    },
    fail(error) {
      reject(cancelled ?? explained(error));
      finish('fail');
    },
  };
  return { response, cancel, events };
}
