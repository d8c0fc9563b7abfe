import { type Contract, type Operation, schemaAt } from '../openapi/contract.ts';
import { toPointer } from '../openapi/json-pointer.ts';

/** Where the media type of an operation's event stream stands, or the operation where it has no typed stream. */
export function mediaTypePointer({ document }: Contract, { path, method, stream }: Operation): string {
  const item = schemaAt(document, toPointer(['paths', path])).pointer;
  const operation = `${item}/${method.toLowerCase()}`;
  if (!stream) return operation;
  const response = schemaAt(document, `${operation}/responses/${stream.status}`).pointer;
  return `${response}/content${toPointer([stream.mediaType]).slice(1)}`;
}
