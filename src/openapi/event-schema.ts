import { valuesAt } from '../sse/stream-protocol.ts';
import type { StreamContract } from './contract.ts';

/** The type of an event, if it has one. */
function typeOfEvent(
  { protocol, discriminator }: Pick<StreamContract, 'protocol' | 'discriminator'>,
  name: string,
  event: unknown,
): string | undefined {
  const { type: place = `/${discriminator}` } = protocol ?? {};
  if (place === 'event') return name;
  const [type] = place === 'none' ? [] : valuesAt(event, place);
  return typeof type === 'string' ? type : undefined;
}

/**
 * The schema for an event: that of its type, for exact reports, else that of any event.
 *
 * @returns `undefined` for an unknown type in an open set of types
 */
export function eventSchemaOf(stream: StreamContract, name: string, event: unknown): string | undefined {
  const type = typeOfEvent(stream, name, event);
  const known = type === undefined ? undefined : (stream.types[type] ?? schemaByPattern(stream, type));
  if (known === undefined && type !== undefined && stream.protocol?.types === 'open') return undefined;
  return known ?? stream.event;
}

/** Patterns are those of a document: an invalid one matches nothing here, and `lint` reports it. */
function schemaByPattern({ patterns }: StreamContract, type: string): string | undefined {
  return patterns.find(({ pattern }) => {
    try {
      return new RegExp(pattern, 'u').test(type);
    } catch {
      return false;
    }
  })?.schema;
}
