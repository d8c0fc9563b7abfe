import { excerpt } from '../../shared/excerpt.ts';
import type { Check, CheckContext } from './check.ts';
import { deepEqual } from './deep-equal.ts';
import type { FieldRule, ProtocolRule } from './protocol.ts';
import { compilePointer, compileVisit, isOneOf, isPresent, type Scope, valuesAt } from './selector.ts';

type FieldTest = (value: unknown, scope: Scope) => { expected: string } | undefined;

/** Checks the constraint on one field. */
export function checkField(field: FieldRule, context: CheckContext): Check {
  const rule = ruleOf(field);
  const readings = [field.at].flat().map(compilePointer);
  const test = testOf(field, context);
  const owner = { name: nameOfField(field), ...(field.provenance ? { provenance: field.provenance } : {}) };
  let exercised = false;
  const visit = (scope: Scope) => {
    let value: unknown;
    for (const { read } of readings) {
      value = read(scope);
      if (value !== undefined) break;
    }
    if (value === undefined && rule !== 'field-present' && rule !== 'field-value') return;
    exercised = true;
    const wrong = test(value, scope);
    if (!wrong) return;
    const shown = value === undefined ? 'absent' : excerpt(value, 60);
    const message = `${owner.name} is ${shown}, not ${wrong.expected}.`;
    context.report({ rule, owner, message, expected: wrong.expected, received: excerpt(value) });
  };
  return {
    subject: owner.name,
    on(type) {
      if (rule === 'field-echo' && echoed(field, context) === undefined) return undefined;
      return compileVisit(field.on ?? '*', type, readings, visit);
    },
    exercised: () => (exercised ? [rule] : []),
  };
}

/** The name of a field in messages. */
export function nameOfField({ name, at }: FieldRule): string {
  return name ?? [at].flat()[0] ?? '';
}

/** The rule of a field constraint. */
export function ruleOf(field: FieldRule): ProtocolRule {
  if (field.counter !== undefined) return 'field-counter';
  if (field.echo !== undefined) return 'field-echo';
  if (field.increasing) return 'field-increasing';
  return field.present === undefined ? 'field-value' : 'field-present';
}

function echoed({ echo }: FieldRule, { request }: CheckContext): unknown {
  return echo === undefined ? undefined : valuesAt(request, echo)[0];
}

function testOf(field: FieldRule, context: CheckContext): FieldTest {
  switch (ruleOf(field)) {
    case 'field-counter':
      return counterTest(field.counter!);
    case 'field-increasing':
      return increasingTest();
    case 'field-present':
      return presenceTest(field.present!);
    case 'field-echo': {
      const wanted = echoed(field, context);
      return (value) => (deepEqual(value, wanted) ? undefined : { expected: `${excerpt(wanted)}, as in the request` });
    }
    default:
      return (value) => (deepEqual(value, field.value) ? undefined : { expected: excerpt(field.value) });
  }
}

function counterTest(from: number): FieldTest {
  let next = from;
  return (value) => {
    if (typeof value !== 'number') return undefined;
    const expected = next;
    next = value + 1;
    return value === expected ? undefined : { expected: String(expected) };
  };
}

function increasingTest(): FieldTest {
  let most = Number.NEGATIVE_INFINITY;
  return (value) => {
    if (typeof value !== 'number') return undefined;
    const before = most;
    most = Math.max(most, value);
    return value >= before ? undefined : { expected: `${before} or more` };
  };
}

function presenceTest(present: NonNullable<FieldRule['present']>): FieldTest {
  if (typeof present === 'boolean') {
    return (value) => (isPresent(value) === present ? undefined : { expected: present ? 'a value' : 'null or absent' });
  }
  const tests = Object.entries(present).map(([at, wanted]) => ({ ...compilePointer(at), test: isOneOf(wanted) }));
  const shown = excerpt(present);
  return (value, scope) => {
    const conditions = tests.map(({ read, test }) => ({ found: read(scope), test }));
    // If the field of a condition is absent, the condition does not apply; the schema checks presence.
    if (conditions.some(({ found }) => found === undefined)) return undefined;
    const wanted = conditions.every(({ found, test }) => test(found));
    if (isPresent(value) === wanted) return undefined;
    return { expected: wanted ? `a value, because of ${shown}` : `null or absent, without ${shown}` };
  };
}
