import { isObject } from '../../src/shared/json.ts';

type Path = readonly (string | number)[];

/** Maximum rounds of repair. An example that needs more has little in common with its schema. */
const mostRounds = 12;

/**
 * Repairs an example that violates its schema: clients rely on the schema, and examples are often outdated. Valid
 * parts are unchanged; the rest is taken from `sample`, a valid value of the same schema.
 *
 * An example of another type is replaced: documents show the item where they mean the list, or `null` if they mean an
 * empty object. A number or boolean for an object is unchanged, as in Prism.
 *
 * @returns the unchanged example, if it cannot be repaired
 */
export function completeExample(
  example: unknown,
  sample: unknown,
  violates: (value: unknown) => readonly { at: Path }[],
): unknown {
  if (/number|boolean/.test(typeof example) && isObject(sample)) return example;
  const isItem = Array.isArray(sample) && isObject(example);
  let value: unknown = structuredClone(isItem ? [example] : example);
  const tried = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const violations = violates(value);
    if (violations.length === 0) return value;
    // From the last one: a removed item moves those after it.
    for (const { at } of violations.toReversed()) {
      let path: Path = at;
      // If replacing a part did not help, replace its parent.
      while (path.length > 0 && tried.has(JSON.stringify(path))) path = path.slice(0, -1);
      tried.add(JSON.stringify(path));
      value = withPart(value, path, partOf(sample, path));
    }
  }
  return example;
}

const absent = Symbol('absent');

/** If the sample has fewer items than the example, its last item is reused. */
function partOf(sample: unknown, path: Path): unknown {
  let part = sample;
  for (const step of path) {
    if (Array.isArray(part)) part = part[Math.min(Number(step), part.length - 1)];
    else part = isObject(part) && Object.hasOwn(part, step) ? part[step] : absent;
  }
  return part === undefined ? absent : part;
}

function withPart(value: unknown, [step, ...rest]: Path, part: unknown): unknown {
  if (step === undefined) return part === absent ? value : part;
  if (Array.isArray(value)) {
    const index = Number(step);
    if (index >= value.length) return value;
    if (rest.length === 0 && part === absent) return value.toSpliced(index, 1);
    return value.with(index, withPart(value[index], rest, part));
  }
  if (!isObject(value)) return value;
  const { [step]: old, ...others } = value;
  if (rest.length === 0 && part === absent) return others;
  return { ...value, [step]: withPart(old, rest, part) };
}
