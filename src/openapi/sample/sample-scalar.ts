import type { Facets } from './sample-facets.ts';
import { textForPattern } from './text-for-pattern.ts';

const formats: Record<string, string> = {
  uuid: '3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10',
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05Z',
  duration: 'P1D',
  email: 'someone@example.com',
  'idn-email': 'пользователь@пример.ру',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  iri: 'https://example.com/',
  'uri-reference': '/',
  'uri-template': '/{id}',
  'iri-reference': '/',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  'json-pointer': '/a',
  'relative-json-pointer': '0',
  regex: '^a$',
  byte: 'dGV4dA==',
};

/** Maximum length of a generated string, whatever the schema requires. */
const longest = 10_000;

/** @param index distinguishes the values of one list */
export function sampleText({ format, pattern, minLength, maxLength }: Facets['bounds'], index: number): string {
  const least = typeof minLength === 'number' ? Math.min(minLength, longest) : 0;
  const most = typeof maxLength === 'number' ? maxLength : longest;
  const plain = formats[String(format)] ?? (index === 0 ? 'string' : `string${index}`);
  const fitting = plain.padEnd(least, 'a').slice(0, most);
  const known = index > 0 ? vary(fitting, String(format), index) : fitting;
  if (typeof pattern !== 'string' || matches(pattern, known)) return known;
  const first = textForPattern(pattern, least, most) ?? known;
  if (index === 0) return first;
  const digits = String(index);
  const others = [
    textForPattern(pattern, least + index, most),
    digits.padStart(least, '1'),
    first.slice(0, Math.max(0, first.length - digits.length)) + digits,
    first.slice(0, -1) + String.fromCharCode(97 + (index % 26)),
  ];
  const fits = (text: string) => text.length >= least && text.length <= most && matches(pattern, text);
  return others.find((text) => text !== undefined && text !== first && fits(text)) ?? first;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return false;
  }
}

function vary(text: string, format: string, index: number): string {
  const digits = String(index);
  if (format === 'uuid') return text.slice(0, -digits.length) + digits;
  if (format === 'email' || format === 'hostname') return `a${digits}${text}`;
  if (format === 'uri' || format === 'url' || format === 'uri-reference') return text + digits;
  if (format === 'date' || format === 'date-time') return text.replace(/^2026/, String(2026 + (index % 70)));
  if (format === 'ipv4') return `192.0.2.${1 + (index % 250)}`;
  return formats[format] === undefined ? text.slice(0, Math.max(0, text.length - digits.length)) + digits : text;
}

export function sampleNumber(bounds: Facets['bounds'], isInteger: boolean, usual: number, index: number): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = bounds as Record<
    string,
    number | undefined
  >;
  const step = multipleOf ?? (isInteger ? 1 : undefined);
  const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity);
  const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity);
  const fits = (value: number) =>
    value >= low && value <= high && value !== exclusiveMinimum && value !== exclusiveMaximum;
  const whole = (value: number) => (step === undefined ? value : tidy(Math.ceil(tidy(value / step)) * step));
  const wanted = whole(usual);
  const first = fits(wanted) ? wanted : low === -Infinity ? whole(high - (step ?? 1)) : whole(low);
  const between = Number.isFinite(high - low) ? (high - low) / 2 : (step ?? 1);
  const start = [first, whole(first + (step ?? Math.min(between, 1))), low + between].find(fits) ?? first;
  const next = tidy(start + index * (step ?? Math.min(1, between / 2)));
  return fits(next) ? next : start;
}

/** Removes floating-point noise: 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(15));
}
