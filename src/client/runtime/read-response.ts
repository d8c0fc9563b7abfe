import type { OperationDescriptor } from '../../openapi/operation-descriptor.ts';
import { parseJson } from '../../shared/json.ts';
import { ApiError } from './errors.ts';
import type { OpenResponse } from './send-request.ts';

/**
 * The body of a success: parsed JSON, text or a Blob, as the operation documents it; `undefined` if it is empty.
 *
 * @throws {ApiError} if it should be JSON and is not
 */
export async function readResponse(
  { response: kind }: OperationDescriptor,
  { operation, response, mask }: OpenResponse,
): Promise<unknown> {
  if (kind) return response[kind]();
  const text = await response.text();
  const value = parseJson(text);
  if (text && value === undefined) {
    throw new ApiError(operation, response.status, `the response is not JSON: ${mask(text)}`);
  }
  return value;
}
