import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import schema from '../../../spec/stream-protocol.schema.json' with { type: 'json' };
import { isObject } from '../../shared/json.ts';
import { describeNames } from '../../shared/nearest-name.ts';
import { collectNodes } from '../document-nodes.ts';
import { ignoreProtocol } from '../ignored-protocols.ts';
import { escapePointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { createAjv } from '../validate/create-ajv.ts';
import { findMismatches } from '../validate/find-mismatch.ts';

/** A problem of a stream protocol. */
export interface ProtocolFault {
  /** Its JSON Pointer in the protocol. */
  pointer: string;
  message: string;
}

let compiled: ValidateFunction | undefined;

/** The places where an `x-stream-protocol` violates spec/stream-protocol.schema.json. */
export function protocolFaults(protocol: unknown): ProtocolFault[] {
  const { mismatches, sure } = findMismatches(schema, '#', protocol);
  if (sure && mismatches.length === 0) return [];
  compiled ??= createAjv(true).compile(schema);
  if (compiled(protocol)) return [];
  return relevant(compiled.errors ?? []).map((error) => ({ pointer: placeOf(error), message: sayError(error) }));
}

/** The place of an error: that of an unknown key is the key itself. */
function placeOf({ keyword, instancePath, params }: ErrorObject): string {
  return keyword === 'additionalProperties'
    ? `${instancePath}/${escapePointer(params.additionalProperty)}`
    : instancePath;
}

/**
 * Ignores the invalid stream protocols of a document: an unreadable one affects only its own rules.
 *
 * @returns the first problem of each
 */
export function ignoreInvalidProtocols(document: OpenApiDocument): ProtocolFault[] {
  return collectNodes(document).mediaType.flatMap(({ pointer, value: { 'x-stream-protocol': protocol } }) => {
    const [first] = isObject(protocol) ? protocolFaults(protocol) : [];
    if (!first || !isObject(protocol)) return [];
    ignoreProtocol(protocol);
    return [
      {
        pointer: `${pointer}/x-stream-protocol${first.pointer}`,
        message: `${first.message} The protocol is ignored.`,
      },
    ];
  });
}

/** One sentence: what is wrong, where, and what is expected. */
function sayError({ keyword, instancePath, message, params, parentSchema = {} }: ErrorObject): string {
  const place = instancePath === '' ? 'The stream protocol' : instancePath.slice(1).replaceAll('/', '.');
  switch (keyword) {
    case 'additionalProperties':
      return `${place} has an unknown key ${params.additionalProperty}. ${describeNames(params.additionalProperty, Object.keys(parentSchema.properties))}`;
    case 'required':
      return `${place} needs the key ${params.missingProperty}.`;
    case 'oneOf':
      return `${place} needs exactly one of ${namesIn(parentSchema.oneOf).join(', ')}.`;
    case 'enum':
      return `${place} must be one of ${params.allowedValues.join(', ')}.`;
    case 'pattern':
      return `${place} must be a JSON Pointer, which begins with "/".`;
    default:
      return `${place} ${message}.`;
  }
}

/** The keys that the alternatives of a `oneOf` require. */
function namesIn(oneOf: { required: string[] }[]): string[] {
  return oneOf.flatMap(({ required }) => required);
}

/** For a value with several forms, only the problems of its own form are reported. */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors.filter(({ keyword, instancePath, schemaPath }) => {
    // The errors of the alternatives of a `oneOf` are reported separately.
    if (schemaPath.includes('/oneOf/')) return false;
    if (keyword !== 'anyOf' && keyword !== 'type') return true;
    const union = errors.some((other) => other.keyword === 'anyOf' && other.instancePath === instancePath);
    if (!union) return true;
    const precise = errors.some(
      (other) => !['anyOf', 'type'].includes(other.keyword) && other.instancePath.startsWith(instancePath),
    );
    return keyword === 'anyOf' && !precise;
  });
}
