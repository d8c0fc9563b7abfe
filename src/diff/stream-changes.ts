import type { Contract, Operation, StreamContract } from '../openapi/contract.ts';
import { nameOf, type StreamProtocol } from '../sse/stream-protocol.ts';
import type { Party } from './change.ts';
import { mediaTypePointer } from './media-type-pointer.ts';

/** A change of an event stream, at a JSON Pointer into the document of its side. */
export interface StreamChange {
  breaks: Party[];
  rule: string;
  message: string;
  operation: string;
  side: 'base' | 'head';
  pointer: string;
}

/** A change of a stream before it has its place: `at` is a pointer below the media type or into the document. */
type Found = Pick<StreamChange, 'breaks' | 'rule' | 'message' | 'side'> & { at: string };

const nobody: Party[] = [];
const both: Party[] = ['client', 'server'];
const protocolAt = '/x-stream-protocol';

/**
 * What differs in the event streams of the operations that both contracts have: their types of events, the names under
 * which they are sent, and their protocol. The fields of the events are schemas, and compared as such.
 */
export function compareStreams(base: Contract, head: Contract): StreamChange[] {
  return head.operations.flatMap((operation) => {
    const before = base.operations.find(({ path, method }) => path === operation.path && method === operation.method);
    if (!before) return [];
    return compareStream(before, operation).map(({ at, ...found }) => {
      const [contract, own] = found.side === 'base' ? [base, before] : [head, operation];
      const pointer = at.startsWith('#') ? at : `${mediaTypePointer(contract, own)}${at}`;
      return { ...found, operation: `${operation.method} ${operation.path}`, pointer };
    });
  });
}

function compareStream({ stream: before }: Operation, { stream: after }: Operation): Found[] {
  if (!before && !after) return [];
  if (!before) {
    return [{ breaks: nobody, rule: 'stream-typed', message: 'The event stream is typed now.', side: 'head', at: '' }];
  }
  if (!after) {
    const message = 'There is no typed event stream any more.';
    return [{ breaks: ['client'], rule: 'stream-gone', message, side: 'base', at: '' }];
  }
  return [...compareTypes(before, after), ...compareProtocols(before, after)];
}

function compareTypes(before: StreamContract, after: StreamContract): Found[] {
  const gone = Object.keys(before.types).filter((type) => after.types[type] === undefined);
  const added = Object.keys(after.types).filter((type) => before.types[type] === undefined);
  return [
    ...gone.map(
      (type): Found => ({
        breaks: both,
        rule: 'stream-event-type-gone',
        message: `The event type ${type} is gone.`,
        side: 'base',
        at: before.types[type] ?? before.event,
      }),
    ),
    ...added.map(
      (type): Found => ({
        breaks: ['client'],
        rule: 'stream-event-type-new',
        message: `There is a new event type ${type}, which a client of the base does not know.`,
        side: 'head',
        at: after.types[type] ?? after.event,
      }),
    ),
  ];
}

function compareProtocols(stream: StreamContract, next: StreamContract): Found[] {
  const [before, after] = [stream.protocol, next.protocol];
  if (!before && !after) return [];
  if (!before) return [protocolFound(['server'], 'protocol', 'The stream has a protocol now.', 'head', '')];
  if (!after) return [protocolFound(['client'], 'protocol', 'The stream has no protocol any more.', 'base', '')];
  const kept = Object.keys(stream.types).filter((type) => next.types[type] !== undefined);
  return [
    ...compareNames(before, after, kept),
    ...compareEnd(before, after),
    ...compareAccumulations(before, after),
    ...compareCorrelations(before, after),
    ...compareFields('failure', before.failure, after.failure, ['type', 'flag', 'message']),
    ...compareFields('input', before.input, after.input, ['type', 'field', 'requestField']),
    ...compareProvenance(before, after),
  ];
}

function compareNames(before: StreamProtocol, after: StreamProtocol, types: string[]): Found[] {
  const at = '/eventNames';
  const moved = types.flatMap((type): Found[] => {
    const [old, now] = [nameOf(before, type), nameOf(after, type)];
    if (old === now) return [];
    const message = `The event type ${type} is sent under the event name ${now ?? '(none)'}, not ${old ?? '(none)'}.`;
    return [protocolFound(both, 'event-name', message, 'head', `${at}/names`)];
  });
  const [old, now] = [before.eventNames.default, after.eventNames.default];
  if (old === now) return moved;
  const message = `A message without a name is taken for ${now}, not ${old}.`;
  return [...moved, protocolFound(both, 'event-name', message, 'head', `${at}/default`)];
}

function compareEnd(before: StreamProtocol, after: StreamProtocol): Found[] {
  if (before.end.type === after.end.type) return [];
  const message = `A stream ends with ${after.end.type}, not ${before.end.type}.`;
  return [protocolFound(both, 'end', message, 'head', '/end/type')];
}

/** Which deltas add up to which complete event. A promise that is gone fails clients, a new one servers. */
function compareAccumulations(before: StreamProtocol, after: StreamProtocol): Found[] {
  const say = ({ delta, complete, field }: StreamProtocol['accumulations'][number]) =>
    `${field} of ${delta} adds up to ${complete}`;
  return comparePromises('accumulations', before.accumulations, after.accumulations, say);
}

/** Which result answers which call, and what else is promised of the two. */
function compareCorrelations(before: StreamProtocol, after: StreamProtocol): Found[] {
  const say = ({ call, result, key }: StreamProtocol['correlations'][number]) =>
    `a ${result} answers a ${call} by its ${key}`;
  const whole = comparePromises('correlations', before.correlations, after.correlations, say);
  const parts = after.correlations.flatMap((now, index): Found[] => {
    const old = before.correlations.find((one) => say(one) === say(now));
    if (!old) return [];
    const at = `/correlations/${index}`;
    const dropped = old.equal.filter((field) => !now.equal.includes(field));
    const added = now.equal.filter((field) => !old.equal.includes(field));
    const fields = [
      ...dropped.map((field): Found => {
        const message = `A ${now.result} need not repeat ${field} of its ${now.call} any more.`;
        return protocolFound(['client'], 'correlations', message, 'head', `${at}/equal`);
      }),
      ...added.map((field): Found => {
        const message = `A ${now.result} has to repeat ${field} of its ${now.call}.`;
        return protocolFound(['server'], 'correlations', message, 'head', `${at}/equal`);
      }),
    ];
    if (old.uniqueWithin === now.uniqueWithin) return fields;
    const message = `A ${now.key} is unique within the ${now.uniqueWithin}, not the ${old.uniqueWithin}.`;
    const breaks: Party[] = now.uniqueWithin === 'session' ? ['server'] : ['client'];
    return [...fields, protocolFound(breaks, 'correlations', message, 'head', `${at}/uniqueWithin`)];
  });
  return [...whole, ...parts];
}

function comparePromises<Promised>(
  field: 'accumulations' | 'correlations',
  before: Promised[],
  after: Promised[],
  say: (promise: Promised) => string,
): Found[] {
  const [old, now] = [before.map(say), after.map(say)];
  return [
    ...old.flatMap((one, index): Found[] => {
      if (now.includes(one)) return [];
      return [protocolFound(['client'], field, `No longer promised: ${one}.`, 'base', `/${field}/${index}`)];
    }),
    ...now.flatMap((one, index): Found[] => {
      if (old.includes(one)) return [];
      return [protocolFound(['server'], field, `Promised now: ${one}.`, 'head', `/${field}/${index}`)];
    }),
  ];
}

function compareFields<Part extends object>(
  name: 'failure' | 'input',
  before: Part,
  after: Part,
  fields: (keyof Part & string)[],
): Found[] {
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => {
      const message = `${name}.${field} of the protocol is ${String(after[field])}, not ${String(before[field])}.`;
      return protocolFound(both, name, message, 'head', `/${name}/${field}`);
    });
}

/** How surely a rule is known decides whether a broken one fails a run; it changes nothing on the wire. */
function compareProvenance(before: StreamProtocol, after: StreamProtocol): Found[] {
  const parts = ['eventNames', 'end', 'failure', 'input'] as const;
  return parts
    .filter((part) => before[part].provenance !== after[part].provenance)
    .map((part) => {
      const message = `${part} of the protocol is ${after[part].provenance}, not ${before[part].provenance}.`;
      return protocolFound(nobody, 'provenance', message, 'head', `/${part}/provenance`);
    });
}

function protocolFound(breaks: Party[], rule: string, message: string, side: Found['side'], at: string): Found {
  return { breaks, rule: `stream-${rule}`, message, side, at: `${protocolAt}${at}` };
}
