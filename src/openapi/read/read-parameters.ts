import type { Parameter } from '../contract.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { asString, follow, type Node } from './follow.ts';
import { readValue } from './read-content.ts';

/** The parameters of an operation: those of its path, replaced by its own (OAS 3.1, section 4.8.10). */
export function readParameters(document: OpenApiDocument, path: Node, operation: Node): Parameter[] {
  const all = [...parametersOf(document, path), ...parametersOf(document, operation)];
  return [...new Map(all.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()];
}

function parametersOf(document: OpenApiDocument, { pointer, value }: Node): Parameter[] {
  const list = Array.isArray(value.parameters) ? value.parameters : [];
  return list.map((_, index) => {
    const parameter = follow(document, `${pointer}/parameters/${index}`);
    const { name, in: place, required, allowReserved, deprecated, allowEmptyValue } = parameter.value;
    const style = asString(parameter.value.style) || (place === 'query' || place === 'cookie' ? 'form' : 'simple');
    const { explode = style === 'form' || style === 'deepObject' } = parameter.value;
    return {
      name: String(name),
      in: place as Parameter['in'],
      required: required === true,
      style,
      explode: explode === true,
      ...(allowReserved === true ? { allowReserved } : {}),
      ...(deprecated === true ? { deprecated } : {}),
      ...(allowEmptyValue === true ? { allowEmptyValue } : {}),
      ...readValue(document, parameter),
    };
  });
}
