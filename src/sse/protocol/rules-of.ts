import type { Provenance } from '../../shared/provenance.ts';
import { withArticle } from '../../shared/wording.ts';
import { nameOfField, ruleOf } from './check-field.ts';
import { showEvents } from './check-order.ts';
import { nameOfSame } from './check-same.ts';
import {
  type EventSelector,
  type Events,
  type FieldRule,
  type KeyedEvents,
  type Lifecycle,
  type ProtocolRule,
  provenanceOf,
  type StreamProtocol,
  type TextRule,
} from './protocol.ts';
import { matchesType } from './selector.ts';

/** One rule of a protocol, in words. */
export interface StatedRule {
  rule: ProtocolRule;
  /** The lifecycle, text or field, as in a violation. */
  subject?: string;
  text: string;
  provenance: Provenance;
  /** Its JSON Pointer in the protocol. */
  pointer: string;
}

type Draft = Omit<StatedRule, 'provenance'> & { own?: Provenance | undefined };

/** All rules of a protocol, in the order of the table in `docs/streams.md`. */
export function rulesOf(protocol: StreamProtocol): StatedRule[] {
  const drafts: Draft[] = [
    { rule: 'data-json', text: 'The data of each event is JSON.', pointer: '' },
    ...framing(protocol),
    ...sequence(protocol),
    ...(protocol.fields ?? []).map((field, index) => ofField(field, `/fields/${index}`)),
    ...(protocol.same ?? []).map((same, index): Draft => {
      const [first] = same.places;
      const by = first?.key === undefined ? '' : ` for each ${pointers(first.key)}`;
      const places = same.places.map(({ on, at }) => (on === undefined ? quote(at) : `${quote(at)} of ${show(on)}`));
      const text = `The same value${by}: ${places.join(', ')}.`;
      return { rule: 'field-same', subject: nameOfSame(same), text, pointer: `/same/${index}`, own: same.provenance };
    }),
    ...(protocol.lifecycles ?? []).flatMap((one, index) => ofLifecycle(one, `/lifecycles/${index}`)),
    ...(protocol.texts ?? []).flatMap((one, index) => ofText(one, `/texts/${index}`)),
  ];
  return drafts.map(({ own, text, ...draft }) => ({
    ...draft,
    text: text.replace(/^an /, 'An '),
    provenance: provenanceOf(protocol, draft.rule, own),
  }));
}

function framing({ eventName, sentinel, lineEnds, headers = {} }: StreamProtocol): Draft[] {
  const names =
    eventName === 'type'
      ? 'The `event:` name of each event is its type.'
      : eventName === 'none'
        ? 'Events have no `event:` name.'
        : typeof eventName === 'object'
          ? Object.entries(eventName)
              .map(([name, types]) => `Under \`event: ${name}\`: ${types.map(quote).join(', ')}.`)
              .join(' ')
          : undefined;
  return [
    ...(names ? [{ rule: 'event-name', text: names, pointer: '/eventName' } as const] : []),
    ...(lineEnds ? [{ rule: 'line-ends', text: 'Lines end in LF.', pointer: '/lineEnds' } as const] : []),
    ...Object.entries(headers).map(([name, value]): Draft => {
      const pointer = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return { rule: 'headers', subject: name, text: `The response has \`${name}: ${value}\`.`, pointer };
    }),
    ...(sentinel === undefined
      ? []
      : ([
          { rule: 'sentinel-present', text: `\`data: ${sentinel}\` closes the stream.`, pointer: '/sentinel' },
          { rule: 'sentinel-last', text: `Nothing follows \`data: ${sentinel}\`.`, pointer: '/sentinel' },
        ] as const)),
  ];
}

function sequence({ start, end, failure, order, once = [], required = [] }: StreamProtocol): Draft[] {
  const ends = [end ?? []].flat();
  const failures = failure && failure.ends !== false ? [failure.events].flat() : [];
  // A failure that is also an end is already included.
  const isNamed = (one: string | EventSelector) => {
    const types = typeof one === 'string' ? [one] : [one.type ?? []].flat();
    return types.length > 0 && types.every((type) => matchesType(ends, type));
  };
  const last = [...ends, ...failures.filter((one) => !isNamed(one))];
  return [
    ...(start === undefined
      ? []
      : ([
          { rule: 'start-first', text: `The first event is ${show(start)}.`, pointer: '/start' },
          { rule: 'start-once', text: `${show(start)} occurs once.`, pointer: '/start' },
        ] as const)),
    ...(end === undefined
      ? []
      : ([
          { rule: 'end-present', text: `The stream ends with ${show(end)}.`, pointer: '/end' },
          { rule: 'end-once', text: `${show(end)} occurs once.`, pointer: '/end' },
        ] as const)),
    ...(last.length === 0
      ? []
      : [{ rule: 'end-last', text: `Nothing follows ${show(last)}.`, pointer: end ? '/end' : '/failure' } as const]),
    ...(order
      ? [{ rule: 'event-order', text: `In this order: ${order.map(show).join('; ')}.`, pointer: '/order' } as const]
      : []),
    ...once.map((one, index): Draft => {
      const subject = showEvents(one);
      return { rule: 'event-once', subject, text: `At most once: ${show(one)}.`, pointer: `/once/${index}` };
    }),
    ...required.map((one, index): Draft => {
      const when =
        typeof one === 'string' || !one.when
          ? ''
          : `, if and only if the request has ${quote(JSON.stringify(one.when))}`;
      const text = `At least once: ${show(one)}${when}.`;
      return { rule: 'event-required', subject: showEvents(one), text, pointer: `/required/${index}` };
    }),
  ];
}

function ofField(field: FieldRule, pointer: string): Draft {
  const rule = ruleOf(field);
  const place = `${pointers(field.at)}${field.on === undefined ? '' : ` of ${show(field.on)}`}`;
  const said = {
    'field-counter': `counts from ${field.counter} by one`,
    'field-echo': `repeats ${quote(field.echo ?? '')} of the request`,
    'field-increasing': 'never decreases',
    'field-present': sayPresence(field.present),
    'field-value': `is ${quote(JSON.stringify(field.value))}`,
  }[rule as 'field-value'];
  return { rule, subject: nameOfField(field), text: `${place} ${said}.`, pointer, own: field.provenance };
}

function sayPresence(present: FieldRule['present']): string {
  if (typeof present === 'boolean') return present ? 'is present and not null' : 'is null or absent';
  return `has a value if and only if the event has ${quote(JSON.stringify(present))}`;
}

function ofLifecycle(one: Lifecycle, pointer: string): Draft[] {
  const { name: subject, provenance: own, key, open, close, unique = 'stream', kinds } = one;
  const by = key === undefined ? '' : ` by ${pointers(key)}`;
  const draft = (rule: ProtocolRule, text: string): Draft => ({ rule, subject, text, pointer, own });
  const a = withArticle(subject);
  const beginning = `${show(open)} opens ${a}${by}`;
  const optional = (role: 'open' | 'close') => one.optional?.includes(role) ?? false;
  const uniqueness =
    unique === 'open'
      ? `No ${subject} is opened while it is open.`
      : `No two ${subject}s of a ${unique} have the same key.`;
  return [
    ...(one.continue || close ? [draft('lifecycle-opened', `${beginning}, before its other events.`)] : []),
    ...(one.repeatable?.includes('open') ? [] : [draft('lifecycle-unique', uniqueness)]),
    ...(close === undefined || optional('close')
      ? []
      : [draft('lifecycle-closed', `${show(close)} closes each ${subject}.`)]),
    ...(close === undefined ? [] : [draft('lifecycle-over', `No event of ${a} follows its end.`)]),
    ...(one.contiguous ? [draft('lifecycle-contiguous', `One ${subject} ends before the next begins.`)] : []),
    ...(one.numbered === undefined
      ? []
      : [
          draft(
            'lifecycle-numbered',
            `The ${subject}s are numbered from ${one.numbered}${one.anyOrder ? ', in any order' : ''}.`,
          ),
        ]),
    ...(one.within === undefined
      ? []
      : [draft('lifecycle-nested', `Each ${subject} is within ${withArticle(one.within)}.`)]),
    ...(kinds
      ? [
          draft(
            'lifecycle-kind',
            `The value of ${quote(kinds.open)} decides which ${quote(kinds.continue)} may follow: ${quote(JSON.stringify(kinds.allow))}.`,
          ),
        ]
      : []),
    ...(one.final === undefined ? [] : [draft('lifecycle-final', `Only the end of ${a} follows ${show(one.final)}.`)]),
  ];
}

function ofText(one: TextRule, pointer: string): Draft[] {
  const { name: subject, provenance: own, delta, complete, copies = [], json } = one;
  const draft = (rule: ProtocolRule, text: string): Draft => ({ rule, subject, text, pointer, own });
  const pieces = `${quote(delta.at)}${delta.on === undefined ? '' : ` of ${show(delta.on)}`}`;
  const wholes = [...(complete?.at === undefined ? [] : [complete]), ...copies].map(
    ({ on, at }) => `${quote(at!)}${on === undefined ? '' : ` of ${show(on)}`}`,
  );
  return [
    ...(wholes.length === 0 || json ? [] : [draft('text-equal', `${pieces} adds up to ${wholes.join(' and ')}.`)]),
    ...(json
      ? [
          draft(
            'text-json',
            `${pieces} adds up to JSON${wholes.length > 0 ? `, the value of ${wholes.join(' and ')}` : ''}.`,
          ),
        ]
      : []),
    ...(one.completion
      ? [draft('text-completed', `${pieces} is followed by ${show(complete?.on ?? '*')}, unless the stream fails.`)]
      : []),
  ];
}

function show(events: Events | KeyedEvents): string {
  return showEvents(events)
    .split(' or ')
    .map((one) => one.replace(/^([^\s]+)/, (type) => (type === 'an' ? type : `\`${type}\``)))
    .join(' or ');
}

function pointers(key: string | string[]): string {
  return [key].flat().map(quote).join(' and ');
}

function quote(text: string): string {
  return `\`${text}\``;
}
