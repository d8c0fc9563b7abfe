import type { Outcome, RatedViolation } from '../../../contract-tests/run/evaluate.ts';
import type { Exchange } from '../../../contract-tests/run/http/exchange.ts';
import { parseBounded, tooManyValues } from '../../../contract-tests/run/http/parse-bounded.ts';
import type { Turn } from '../../../contract-tests/run/turn.ts';
import type { Incoming } from '../../../mock/http/exchange.ts';
import type { Seen } from '../../../mock/request/decision.ts';
import type { Contract } from '../../openapi/contract.ts';
import type { SchemaValidator } from '../../openapi/validate/schema-validator.ts';
import { decodeText } from '../../shared/encoding/bytes.ts';
import { parseJson } from '../../shared/json.ts';
import { maskCredentials } from '../../shared/mask-credentials.ts';
import { type BodyTap, createBodyTap } from '../body-tap.ts';
import type { ExchangeObserver, ObservedExchange } from '../exchange-observer.ts';
import type { LiveEnd } from '../live-playback.ts';
import { type CheckRequest, createRequestCheck } from './check-request.ts';
import { beginExchange, credentialsOf, describeRequest, hasCredential } from './describe-exchange.ts';
import { type FollowedStream, followStream } from './follow-stream.ts';
import { isStatusOfHttp } from './status-of-http.ts';
import type { RequestViolation, TrafficJudge } from './traffic-judge.ts';

/** The dependencies of the validation. */
export interface ContractObserverParts {
  contract: Contract;
  validate: SchemaValidator;
  judge: TrafficJudge;
  /** Called with each violation as soon as it is known. */
  onViolation(violation: RatedViolation, seen: Seen): void;
  /** Maximum decoded bytes of a body to validate. */
  bodyLimit: number;
  /** Milliseconds, for durations. */
  now(): number;
}

/** Validates traffic against the contract. */
export interface ContractObserver {
  observe: ExchangeObserver;
  /** Resolves once every ended exchange is checked. */
  settled(): Promise<void>;
}

/** Checks each forwarded exchange against the contract: request, response head, body, and events as they arrive. */
export function createContractObserver(parts: ContractObserverParts): ContractObserver {
  const check = createRequestCheck(parts.contract, parts.validate);
  const pending = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };
  return {
    observe: (incoming, seen) => observe(incoming, seen, { ...parts, trackAll: track }, check),
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

function observe(
  incoming: Incoming,
  seen: Seen,
  {
    contract,
    validate,
    judge,
    onViolation,
    bodyLimit,
    now,
    trackAll,
  }: ContractObserverParts & { trackAll(work: Promise<void>): void },
  check: CheckRequest,
): ObservedExchange {
  const { route, target } = seen;
  const operation = route.found === 'operation' ? route.operation : undefined;
  const startedAt = now();
  const secrets = credentialsOf(incoming, operation);
  const hide = (text: string) => maskCredentials(text, secrets);
  const requestBody = collect(incoming.header('content-encoding'), bodyLimit);
  const name = operation?.id ?? `${incoming.method} ${target.path}`;
  const track = (work: Promise<void>) =>
    trackAll(work.catch((error) => judge.skip(name, `the check failed: ${error}`)));
  let exchange: Exchange | undefined;
  let isChecked = false;
  let checking: Promise<void> | undefined;
  /** The result of the request's check; undefined while it is running. */
  let requestViolations: RequestViolation[] | undefined;
  /** The findings in the response head; undefined until it is known whether the request is valid. */
  let head: Outcome[] | undefined;
  /** The exchange before its request is checked. */
  let unjudged: Exchange | undefined;
  let responseBody: ReturnType<typeof collect> | undefined;
  let stream: FollowedStream | undefined;
  /** The contract says nothing about this response. */
  let isOfHttp = false;
  const reported = new Set<string>();

  const report = (violations: readonly RatedViolation[]) => {
    for (const violation of violations) {
      const key = `${violation.rule} ${violation.message} ${violation.at?.message ?? ''}`;
      if (reported.has(key)) continue;
      reported.add(key);
      onViolation(violation, seen);
    }
  };
  const describe = (): Exchange => {
    const bytes = requestBody.tap.given ? undefined : requestBody.bytes();
    const request = describeRequest(incoming, operation, bytes);
    const credential = hasCredential(incoming, operation) ? 'valid' : 'missing';
    const begun = beginExchange(seen.number, name, request, { credential, startedAt });
    if (requestViolations && requestViolations.length > 0) begun.case = { kind: 'other' };
    return begun;
  };
  /** Called once, when both the request and its operation are known. */
  const judgeRequest = (): RatedViolation[] => {
    const subject = unjudged;
    if (!subject || !requestViolations) return [];
    unjudged = undefined;
    if (requestViolations.length > 0) subject.case = { kind: 'other' };
    return judge.judgeRequest(subject, requestViolations);
  };
  const keep = (violations: readonly RequestViolation[]) => {
    requestViolations = violations.map((one) => ({ ...one, received: hide(one.received) }));
    if (!unjudged) return;
    unjudged.request = describe().request;
    report(judgeRequest());
  };
  const checkDecoded = (): Promise<void> | undefined => {
    const { given } = requestBody.tap;
    if (given) judge.skip(name, `the request body is ${given}`);
    const found = check(incoming, seen, given ? undefined : requestBody.bytes());
    if (!Array.isArray(found)) return found.then(keep);
    keep(found);
    return undefined;
  };
  const checkRequest = () => {
    if (isChecked) return;
    isChecked = true;
    const decoding = requestBody.tap.end();
    checking = decoding ? decoding.then(checkDecoded) : checkDecoded();
    if (checking) track(checking);
  };
  // Without an operation, the request violates the contract, whatever its body is. A response can arrive before the
  // body.
  if (!operation) {
    isChecked = true;
    keep(check(incoming, seen, undefined) as RequestViolation[]);
  }

  return {
    requestBytes: requestBody.tap.push,
    requestEnd: checkRequest,
    responseHead(status, headers) {
      // A server may respond before it has read the request: then only the known parts are checked.
      exchange = describe();
      const shown = hideIn(headers, hide);
      exchange.response = {
        status,
        headers: shown,
        text: '',
        echoesCredential: shown !== headers,
        firstByteMs: now() - startedAt,
      };
      const encoding = headers['content-encoding'];
      const isStream = /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
      if (isStream && operation?.stream) {
        const begun = exchange;
        stream = followStream(encoding, operation, bodyLimit, {
          contract,
          validate,
          hide,
          elapsed: () => now() - startedAt,
          request: parseJson(decodeText(requestBody.bytes())),
          onBroken: (message) => report(judge.judgeEvent(begun, turnOf(begun, { messages: [message] }))),
        });
      } else responseBody = collect(encoding, bodyLimit);
      isOfHttp = isStatusOfHttp(incoming, status, operation);
      unjudged = exchange;
      const own = judgeRequest();
      const outcomes = isOfHttp ? [] : judge.judgeHead(exchange);
      const known = [...own, ...outcomes.flatMap(({ violations }) => violations)];
      if (requestViolations) head = outcomes;
      report(known);
      return known.length > 0 ? [...new Set(known.map(headerItem))].slice(0, 20).join(', ') : undefined;
    },
    responseBytes(chunk) {
      (stream?.tap ?? responseBody?.tap)?.push(chunk);
    },
    ended({ arrived: how }) {
      const whole = exchange;
      if (!whole?.response) return;
      if (stream) return track(finishStream(whole, stream, how));
      const decoding = responseBody?.tap.end();
      if (!checking && !decoding) return finishBody(whole, how);
      track(Promise.all([checking, decoding]).then(() => finishBody(whole, how)));
    },
    failed(reason) {
      const begun = exchange ?? describe();
      begun.failure = { kind: 'unreachable', message: hide(reason instanceof Error ? reason.message : String(reason)) };
      begun.durationMs = now() - startedAt;
      if (exchange) return;
      unjudged = begun;
      report(judgeRequest());
    },
  };

  async function finishStream(whole: Exchange, followed: FollowedStream, how: LiveEnd): Promise<void> {
    await checking;
    whole.durationMs = now() - startedAt;
    const record = await followed.end(how);
    if (followed.tap.given) judge.skip(name, `the stream is ${followed.tap.given}`);
    whole.response!.echoesCredential ||= record.echoesCredential;
    report(judge.judge(whole, { turn: turnOf(whole, record), ...(head ? { head } : {}) }));
  }

  function finishBody(whole: Exchange, how: LiveEnd): void {
    whole.durationMs = now() - startedAt;
    if (isOfHttp) {
      judge.count(whole);
      return;
    }
    const given = responseBody?.tap.given ?? (how === 'ended' ? undefined : 'incomplete');
    if (given) {
      judge.skip(name, `the response body is ${given}`);
      whole.failure = { kind: 'too-large', message: `The body is ${given}.` };
    } else if (responseBody) {
      const text = decodeText(responseBody.bytes());
      const shown = hide(text);
      const response = whole.response!;
      response.echoesCredential ||= shown !== text;
      response.text = shown;
      const json = parseBounded(shown);
      if (json === tooManyValues) {
        judge.skip(name, 'the response body has too many values');
        whole.failure = { kind: 'too-large', message: 'The body has too many values.' };
      } else if (json !== undefined) response.json = json;
    }
    report(judge.judge(whole, head ? { head } : {}));
  }
}

/** The same headers if there is nothing to hide. */
function hideIn(headers: Readonly<Record<string, string>>, hide: (text: string) => string): Record<string, string> {
  const shown: Record<string, string> = {};
  let isSame = true;
  for (const [name, value] of Object.entries(headers)) {
    shown[name] = hide(value);
    isSame &&= shown[name] === value;
  }
  return isSame ? headers : shown;
}

/** A stream in the form that the rules check. Session and prompt come from the client. */
function turnOf(exchange: Exchange, record: Partial<Turn>): Turn {
  return {
    exchange,
    session: '',
    prompt: '',
    indexIds: [],
    messages: [],
    ended: 'closed',
    endViolations: [],
    exercised: new Set(),
    reachedEnd: false,
    chunks: [],
    ...record,
  };
}

/** Collects a decoded body within its limit. */
function collect(encoding: string | undefined, limit: number): { tap: BodyTap; bytes(): Uint8Array } {
  const chunks: Uint8Array[] = [];
  const tap = createBodyTap({ encoding, limit, onBytes: (bytes) => void chunks.push(bytes) });
  return { tap, bytes: () => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)) };
}

/** `rule;at="place"`, an item of a structured field (RFC 9651, section 3.1). */
function headerItem({ rule, message }: RatedViolation): string {
  const place = /^([\w.-]{1,80}): /.exec(message)?.[1];
  return place === undefined ? rule : `${rule};at="${place}"`;
}
