import { isObject } from '../../shared/json.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import { isPlausible } from '../validate/find-mismatch.ts';
import { type SampleOptions, sampleValue } from './sample-value.ts';

const ways: readonly SampleOptions[] = [{ stated: false }, { full: true, stated: false }];

/**
 * True if one of two object schemas describes everything that the other does, so that each value of one matches both:
 * as in a `oneOf` of a summary and the same with more optional properties. The author meant `anyOf`.
 */
export function isCovered(document: OpenApiDocument, one: unknown, other: unknown): boolean {
  const holder = { ...document, variants: [one, other] } as unknown as OpenApiDocument;
  const covers = (sampled: number, judging: number) =>
    ways.every((way) => {
      const sample = sampleValue(holder, `#/variants/${sampled}`, way);
      return (
        isObject(sample) &&
        isPlausible(holder, `#/variants/${sampled}`, sample) &&
        isPlausible(holder, `#/variants/${judging}`, sample)
      );
    });
  return covers(0, 1) || covers(1, 0);
}
