import { type Contract, type Operation, schemaAt } from '../openapi/contract.ts';
import { toStep } from '../openapi/json-pointer.ts';

/** The pointer to the media type of an operation's event stream, or to the operation if it has no typed stream. */
export function mediaTypePointer({ document }: Contract, { pointer, stream }: Operation): string {
  if (!stream) return pointer;
  const response = schemaAt(document, `${pointer}/responses/${stream.status}`).pointer;
  return `${response}/content${toStep(stream.mediaType)}`;
}
