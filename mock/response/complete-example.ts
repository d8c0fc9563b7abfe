import type { SchemaViolation } from '../../src/openapi/schema-validator.ts';
import { isObject } from '../../src/shared/json.ts';

type Path = readonly (string | number)[];

/** Maximum rounds of repair. An example that needs more has little in common with its schema. */
const mostRounds = 12;

/**
 * Repairs an example that violates its schema: clients rely on the schema, and examples are often outdated. Valid parts
 * are
 * unchanged; the rest is taken from `sample`, a valid value of the same schema.
 *
 * @returns the unchanged example, if it cannot be repaired or has a different type
 */
export function completeExample(
  example: unknown,
  sample: unknown,
  validate: (value: unknown) => readonly SchemaViolation[],
): unknown {
  let value = structuredClone(example);
  const tried = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const violations = validate(value);
    if (violations.length === 0) return value;
    for (const { at } of violations) {
      let path: Path = at;
      // If replacing a part did not help, replace its parent.
      while (path.length > 0 && tried.has(JSON.stringify(path))) path = path.slice(0, -1);
      if (path.length === 0 && kindOf(value) !== kindOf(sample)) return example;
      tried.add(JSON.stringify(path));
      value = withPart(value, path, partOf(sample, path));
    }
  }
  return example;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
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
    if (rest.length === 0 && part === absent) return value.toSpliced(index, 1);
    return value.with(index, withPart(value[index], rest, part));
  }
  if (!isObject(value)) return value;
  const { [step]: old, ...others } = value;
  if (rest.length === 0 && part === absent) return others;
  return { ...value, [step]: withPart(old, rest, part) };
}
