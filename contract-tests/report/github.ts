import { workflowCommand } from '../../src/shared/encoding/workflow-command.ts';
import { cut } from '../../src/shared/excerpt.ts';
import { countOf, pluralize } from '../../src/shared/wording.ts';
import { type FailingRule, failingRules, listOperations } from './failing-rules.ts';
import type { Report } from './report.ts';
import { safeReport } from './safe-report.ts';

/** GitHub shows at most ten annotations of a step. */
const mostAnnotations = 10;

/** A report as GitHub workflow commands: an annotation for each rule, failures first, then the verdict. */
export function formatGithub(given: Report): string {
  const report = safeReport(given);
  const found = failingRules(report).filter(({ example }) => !example.known);
  const more = found.length - mostAnnotations;
  return [
    ...found.slice(0, mostAnnotations).map(annotate),
    ...(more > 0
      ? [`${countOf(more, 'more rule')} ${pluralize(more, 'has', 'have')} violations; the report has all of them.`]
      : []),
    `${report.verdict}.`,
    '',
  ].join('\n');
}

function annotate({ rule, fails, operations, example }: FailingRule): string {
  const { message, expected, received } = example;
  const text = `${rule.title}. ${listOperations(operations, 3)}: ${cut(message)} Expected ${cut(expected)}; received ${cut(received)}`;
  return workflowCommand({ command: fails ? 'error' : 'warning', title: rule.id, message: text });
}
