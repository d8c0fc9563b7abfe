import type { Contract, Operation, StreamContract } from '../openapi/contract.ts';
import { nameOf, rulesOf, type StatedRule, type StreamProtocol } from '../sse/stream-protocol.ts';
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

/** A change of a stream without its final location: `at` is a pointer below the media type or into the document. */
type Found = Pick<StreamChange, 'breaks' | 'rule' | 'message' | 'side'> & { at: string };

const nobody: Party[] = [];
const both: Party[] = ['client', 'server'];
const protocolAt = '/x-stream-protocol';

/**
 * The differences in the event streams of operations that both contracts have: event types, event names and protocol.
 * The fields of events are compared as schemas.
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
    return [
      {
        breaks: nobody,
        rule: 'stream-typed',
        message: 'The events of the stream are now typed.',
        side: 'head',
        at: '',
      },
    ];
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
        message: `The event type ${type} was removed.`,
        side: 'base',
        at: before.types[type] ?? before.event,
      }),
    ),
    ...added.map(
      (type): Found => ({
        breaks: ['client'],
        rule: 'stream-event-type-new',
        message: `The event type ${type} was added. A client of the base does not know it.`,
        side: 'head',
        at: after.types[type] ?? after.event,
      }),
    ),
  ];
}

function compareProtocols(stream: StreamContract, next: StreamContract): Found[] {
  const [before, after] = [stream.protocol, next.protocol];
  if (!before && !after) return [];
  if (!before) return [protocolFound(['server'], 'protocol', 'A stream protocol was added.', 'head', '')];
  if (!after) return [protocolFound(['client'], 'protocol', 'The stream protocol was removed.', 'base', '')];
  const kept = Object.keys(stream.types).filter((type) => next.types[type] !== undefined);
  return [...compareNames(before, after, kept), ...compareRules(before, after), ...compareProvenance(before, after)];
}

function compareNames(before: StreamProtocol, after: StreamProtocol, types: string[]): Found[] {
  const moved = types.flatMap((type): Found[] => {
    const [old, now] = [nameOf(before, type), nameOf(after, type)];
    if (old === now) return [];
    const message = `The event type ${type} is sent under the event name ${now ?? '(none)'}, not ${old ?? '(none)'}.`;
    return [protocolFound(both, 'event-name', message, 'head', '/eventName')];
  });
  return moved;
}

/** Rules that follow from another compared rule. */
const implied: readonly string[] = ['event-name', 'start-once', 'end-once', 'end-last', 'sentinel-last'];

/** The rules of a protocol. A removed rule affects clients, a new one servers, a changed one both. */
function compareRules(before: StreamProtocol, after: StreamProtocol): Found[] {
  const [old, now] = [before, after].map((one) => rulesOf(one).filter(({ rule }) => !implied.includes(rule)));
  const counterpart = (all: StatedRule[], one: StatedRule) =>
    all.find(({ rule, subject, text }) => rule === one.rule && (subject === one.subject || text === one.text));
  const gone = old!
    .filter((one) => !counterpart(now!, one))
    .map((one) => protocolFound(['client'], one.rule, `Rule removed: ${one.text}`, 'base', one.pointer));
  const changed = now!.flatMap((one): Found[] => {
    const earlier = counterpart(old!, one);
    if (!earlier) return [protocolFound(['server'], one.rule, `Rule added: ${one.text}`, 'head', one.pointer)];
    if (earlier.text === one.text) return [];
    const breaks = one.rule === 'lifecycle-unique' ? uniquenessBreaks(before, after, one.subject) : both;
    return [protocolFound(breaks, one.rule, `Rule changed: ${one.text} Before: ${earlier.text}`, 'head', one.pointer)];
  });
  return [...gone, ...changed];
}

/** A key that is unique in a smaller scope affects clients, in a larger one servers. */
function uniquenessBreaks(before: StreamProtocol, after: StreamProtocol, subject: string | undefined): Party[] {
  const reach = ({ lifecycles = [] }: StreamProtocol) =>
    ['open', 'stream', 'session'].indexOf(lifecycles.find(({ name }) => name === subject)?.unique ?? 'stream');
  return reach(after) < reach(before) ? ['client'] : ['server'];
}

/** Provenance decides whether a violation fails a run; it changes nothing on the wire. */
function compareProvenance(before: StreamProtocol, after: StreamProtocol): Found[] {
  const old = rulesOf(before);
  return rulesOf(after).flatMap((now) => {
    const earlier = old.find(({ rule, text }) => rule === now.rule && text === now.text);
    if (!earlier || earlier.provenance === now.provenance) return [];
    const message = `${now.rule} of the protocol is ${now.provenance}, not ${earlier.provenance}.`;
    return [protocolFound(nobody, 'provenance', message, 'head', now.pointer)];
  });
}

function protocolFound(breaks: Party[], rule: string, message: string, side: Found['side'], at: string): Found {
  return { breaks, rule: `stream-${rule}`, message, side, at: `${protocolAt}${at}` };
}
