import { coerceList, coerceText, type ValueShape } from './value-shape.ts';

/** The values below one name: texts, and the branches of nested brackets. */
interface Branch {
  texts: string[];
  children: Map<string, Branch>;
}

/** Maximum nesting of brackets. */
const mostSteps = 10;

/** Reads `filter[status]=open&filter[tags][]=a`, with nesting. Empty if no parameter has the name. */
export function readDeepObject(name: string, shape: ValueShape, query: readonly [string, string][]): unknown[] {
  const root: Branch = { texts: [], children: new Map() };
  for (const [key, text] of query) {
    if (!key.startsWith(`${name}[`)) continue;
    const steps = [...key.slice(name.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1]!);
    if (steps.map((step) => `[${step}]`).join('') !== key.slice(name.length) || steps.length > mostSteps) continue;
    let branch = root;
    for (const step of steps) {
      const child: Branch = branch.children.get(step) ?? { texts: [], children: new Map() };
      branch.children.set(step, child);
      branch = child;
    }
    branch.texts.push(text);
  }
  return root.children.size === 0 ? [] : [valueIn(root, shape)];
}

function valueIn({ texts, children }: Branch, shape: ValueShape | undefined): unknown {
  const isList = shape?.types.has('array') === true && !shape.types.has('object');
  if (children.size === 0) {
    if (!shape) return texts.length > 1 ? texts : texts[0];
    return isList ? coerceList(shape, texts) : coerceText(shape, texts.at(-1) ?? '');
  }
  const keys = [...children.keys()];
  if (isList || (keys.every((key) => /^\d*$/.test(key)) && !shape?.properties.size && !shape?.others)) {
    return [...children].flatMap(([key, child]) =>
      key === '' && shape?.items
        ? coerceList(shape, child.texts)
        : key === ''
          ? child.texts
          : [valueIn(child, shape?.items)],
    );
  }
  const entries = [...children].map(([key, child]) => [
    key,
    valueIn(child, shape?.properties.get(key) ?? shape?.others),
  ]);
  return Object.fromEntries(entries);
}
