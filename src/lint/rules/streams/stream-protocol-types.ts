import { schemaAt } from '../../../openapi/contract.ts';
import { fromPointer, toStep } from '../../../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../../../openapi/openapi-document.ts';
import { isObject } from '../../../shared/json.ts';
import { describeNames } from '../../../shared/nearest-name.ts';
import { typesMatching } from '../../../sse/stream-protocol.ts';
import { type EventStream, eventStreams } from '../../event-streams.ts';
import type { LintRule, LintSubject, RuleFinding } from '../../rule.ts';
import { checkKeys } from './check-keys.ts';
import { streamProtocolForm } from './stream-protocol-form.ts';

/** A name in a protocol, and its place. */
interface Mention {
  /** Its path within the protocol. */
  at: string;
  /** The selected types; all types if absent. */
  types?: string[];
  /** A pointer into the events of these types, or into the request. */
  pointer?: string;
  request?: true;
}

/**
 * A protocol names only types of the event union, fields of these types, and fields of the request body.
 * `stream-protocol-form` checks invalid protocols.
 */
export const streamProtocolTypes: LintRule = {
  id: 'stream-protocol-types',
  isGeneral: true,
  check: (subject) => {
    if (streamProtocolForm.check(subject).length > 0) return [];
    return eventStreams(subject).flatMap((one) => {
      if (!one.stream.protocol) return [];
      const findings = [
        ...mentionsIn(one.stream.protocol, '').flatMap((mention) => checkMention(subject, one, mention)),
        ...checkMapping(subject, one),
        ...checkNames(one),
        ...checkKeys(one.stream.protocol),
      ];
      return findings.map(({ pointer, message }) => ({
        pointer: `${one.pointer}/x-stream-protocol${pointer}`,
        message,
      }));
    });
  },
};

/** Keys whose value is an event selector. */
const selectors = new Set([
  'on',
  'open',
  'continue',
  'close',
  'start',
  'end',
  'events',
  'anywhere',
  'incomplete',
  'closedBy',
  'final',
  'unless',
]);
/** Keys whose value is a pointer, or a list of pointers, into the events of the nearest selector. */
const pointers = new Set(['at', 'key', 'has', 'lacks']);

/** Walks a protocol: `within` are the types of the nearest selector. */
function mentionsIn(node: unknown, at: string, within?: string[]): Mention[] {
  if (!isObject(node)) return [];
  const types = node.on === undefined ? (typesOf(node.type) ?? within) : typesOfEvents(node.on);
  return Object.entries(node).flatMap(([key, value]): Mention[] => {
    const place = `${at}/${key}`;
    if (selectors.has(key)) return inEvents(value, place);
    if (key === 'order' || key === 'once' || key === 'required') {
      return (value as unknown[]).flatMap((one, index) => inEvents(one, `${place}/${index}`));
    }
    if (key === 'selectedBy' || key === 'when') return conditions(value, place, { request: true });
    if (key === 'echo' || key === 'earlier') return [{ at: place, pointer: String(value), request: true }];
    if (key === 'where' || (key === 'present' && isObject(value)))
      return conditions(value, place, types ? { types } : {});
    if (key === 'kinds' && isObject(value)) return inKinds(value, place, node);
    if (key === 'key' && node.open !== undefined) {
      return [value].flat().map((pointer) => mention(place, String(pointer), keylessTypes(node.open)));
    }
    if (pointers.has(key)) return [value].flat().map((pointer) => mention(place, String(pointer), types));
    if (Array.isArray(value)) return value.flatMap((one, index) => mentionsIn(one, `${place}/${index}`, types));
    return key === 'value' || key === 'headers' || key === 'eventName' ? [] : mentionsIn(value, place, types);
  });
}

function inEvents(events: unknown, at: string): Mention[] {
  const several = Array.isArray(events);
  return [events].flat().flatMap((one, index) => {
    const place = several ? `${at}/${index}` : at;
    const own = (typeof one === 'string' ? [one] : typesOf((one as { type?: unknown }).type)) ?? [];
    return [...own.map((type): Mention => ({ at: place, types: [type] })), ...mentionsIn(one, place)];
  });
}

function inKinds(kinds: Record<string, unknown>, at: string, lifecycle: Record<string, unknown>): Mention[] {
  return (['open', 'continue'] as const).map((role) =>
    mention(`${at}/${role}`, String(kinds[role]), typesOfEvents(lifecycle[role])),
  );
}

function conditions(value: unknown, at: string, rest: Pick<Mention, 'types' | 'request'>): Mention[] {
  return Object.keys(value as object).map((pointer) => ({ at, pointer, ...rest }));
}

function mention(at: string, pointer: string, types: string[] | undefined): Mention {
  return types ? { at, pointer, types } : { at, pointer };
}

function typesOf(type: unknown): string[] | undefined {
  return type === undefined ? undefined : ([type].flat() as string[]);
}

function typesOfEvents(events: unknown): string[] | undefined {
  const types = [events].flat().map((one) => (isObject(one) ? typesOf(one.type) : typesOf(one)));
  return types.includes(undefined) ? undefined : (types as string[][]).flat();
}

/** The types of the selectors without their own key. */
function keylessTypes(events: unknown): string[] | undefined {
  return typesOfEvents([events].flat().filter((one) => !isObject(one) || one.key === undefined));
}

function checkMention({ document }: LintSubject, { stream, operation }: EventStream, one: Mention): RuleFinding[] {
  const { at, types, pointer, request } = one;
  if (request) {
    const bodies = Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) => schema ?? []);
    if (bodies.some((schema) => hasPointer(document, schema, pointer!))) return [];
    return [{ pointer: at, message: `The request body of ${operation.id} has no field ${pointer}.` }];
  }
  const known = Object.keys(stream.types);
  // A union whose variants have no type of their own cannot be searched by type.
  const meant = types && known.length > 0 ? types.flatMap((type) => typesMatching(known, type)) : known;
  if (pointer === undefined) {
    // A type of an open set need not be in the schemas.
    const isOpen = stream.protocol?.types === 'open' && types!.every((type) => type.includes('*'));
    if (known.length === 0 || meant.length > 0 || types!.includes('*') || isOpen) return [];
    return [
      { pointer: at, message: `Unknown event type ${types!.join(', ')}. ${describeNames(types!.join(), known)}` },
    ];
  }
  const schemas = types && meant.length > 0 ? meant.map((type) => stream.types[type]!) : [stream.event];
  if (schemas.some((schema) => hasPointer(document, schema, pointer))) return [];
  const owner = types && meant.length > 0 ? `The event type ${meant.join(' or ')}` : 'An event';
  return [{ pointer: at, message: `${owner} has no field ${pointer}.` }];
}

/** The schemas do not contain an `event:` name, so the union must map it. */
function checkMapping({ document }: LintSubject, { stream }: EventStream): RuleFinding[] {
  if (stream.protocol?.type !== 'event' || Object.keys(stream.types).length > 0) return [];
  const { schema } = schemaAt(document, stream.event);
  if (!isObject(schema) || !(schema.oneOf ?? schema.anyOf)) return [];
  const message = 'No schema has an `event:` name. Add a `discriminator` to the union, whose `mapping` is by name.';
  return [{ pointer: '/type', message }];
}

function checkNames({ stream }: EventStream): RuleFinding[] {
  const { eventName } = stream.protocol!;
  if (typeof eventName !== 'object') return [];
  const named = Object.values(eventName).flat();
  const known = Object.keys(stream.types);
  const unknown = named.filter((type) => !known.includes(type));
  const uncertain = known.flatMap((type) => {
    const times = named.filter((one) => one === type).length;
    return times === 1 ? [] : [`The event type ${type} has ${times} event names; it needs exactly one.`];
  });
  const messages = [
    ...unknown.map((type) => `Unknown event type ${type}. ${describeNames(type, known)}`),
    ...uncertain,
  ];
  return messages.map((message) => ({ pointer: '/eventName', message }));
}

/** True if a schema, or a part of it, may have a value at this pointer. */
function hasPointer(document: OpenApiDocument, schema: string, pointer: string): boolean {
  return holds(document, schema, fromPointer(pointer), 0);
}

const deepest = 30;

function holds(document: OpenApiDocument, at: string, path: string[], depth: number): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  const { pointer, schema } = schemaAt(document, at);
  if (schema === true) return true;
  if (!isObject(schema) || depth > deepest) return false;
  const next = (place: string, left: string[]) => holds(document, `${pointer}${place}`, left, depth + 1);
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const parts = schema[keyword];
    if (Array.isArray(parts) && parts.some((_, index) => next(`/${keyword}/${index}`, path))) return true;
  }
  if (name === '*' || name === '#') return schema.items !== undefined && (name === '#' || next('/items', rest));
  if (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) {
    return next(`/properties${toStep(name)}`, rest);
  }
  if (/^\d+$/.test(name) && schema.items !== undefined) return next('/items', rest);
  return isObject(schema.additionalProperties) && next('/additionalProperties', rest);
}
