import { isProvenance, type Provenance } from '../../shared/provenance.ts';
import type { ResponseContract } from '../contract.ts';
import { toStep } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { asObject, asString, follow } from './follow.ts';
import { readContent, readValue } from './read-content.ts';

/** The documented responses of an operation, by status. */
export function readResponses(
  document: OpenApiDocument,
  pointer: string,
  value: Record<string, unknown>,
): Record<string, ResponseContract> {
  return Object.fromEntries(
    Object.keys(asObject(value.responses)).map((status) => {
      const response = follow(document, `${pointer}/responses/${status}`);
      const provenance = readProvenance(response.value);
      const headers = Object.keys(asObject(response.value.headers)).map((name) => {
        const header = follow(document, `${response.pointer}/headers${toStep(name)}`);
        return {
          name,
          required: header.value.required === true,
          explode: header.value.explode === true,
          provenance: isProvenance(header.value['x-provenance']) ? header.value['x-provenance'] : provenance,
          ...readValue(document, header),
        };
      });
      const description = asString(response.value.description);
      return [status, { status, description, provenance, headers, content: readContent(document, response) }];
    }),
  );
}

function readProvenance(value: Record<string, unknown>): Provenance {
  return isProvenance(value['x-provenance']) ? value['x-provenance'] : 'documented';
}
