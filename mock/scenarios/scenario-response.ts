import { isJsonType } from '../../src/openapi/media-type.ts';
import { factorOf, type Settings } from '../control/settings.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { Reply } from '../http/exchange.ts';
import type { Preference } from '../request/preference.ts';
import type { FixtureStep } from '../streams/fixture.ts';
import type { ChosenScenario } from './choose-scenario.ts';
import { type Pace, readPace, withPace } from './pace.ts';
import { fillJson, fillText, hasPlaceholders, type Placeholder } from './placeholders.ts';
import type { PlainContent, StreamContent } from './scenario.ts';

/** Headers with the selected scenario and the reason. */
export function headersOf({ scenario, reason }: ChosenScenario): Record<string, string> {
  return { 'x-mock-scenario': headerText(scenario.name), 'x-mock-scenario-reason': headerText(reason) };
}

/** The plain response of a scenario, after its waits. */
export async function plainReply(
  content: PlainContent,
  placeholder: Placeholder,
  { preference, context: { settings, clock } }: { preference: Preference; context: HandlerContext },
): Promise<Reply> {
  const waits = pacedSteps(content, preference, settings).map((step) => (step.kind === 'wait' ? step.milliseconds : 0));
  const delay = waits.reduce((sum, wait) => sum + wait, 0) / factorOf(preference.speed ?? settings.speed);
  if (delay > 0) await clock.sleep(delay);
  const { status, body } = content;
  const headers = filledHeaders(content, placeholder);
  if (body === '') return { status, headers };
  const type = headers['content-type'] ?? 'application/json';
  const text = isJsonType(type) ? fillJson(body, placeholder) : fillText(body, placeholder);
  return { status, headers: { 'content-type': type, ...headers }, text };
}

/** The headers of a response; characters that a value cannot have become question marks. */
export function filledHeaders(
  { headers }: Pick<StreamContent, 'headers'>,
  placeholder: Placeholder,
): Record<string, string> {
  const filled = Object.entries(headers).map(([name, value]) => [
    name,
    hasPlaceholders(value) ? headerText(fillText(value, placeholder)) : value,
  ]);
  return Object.fromEntries(filled);
}

/** The steps of a response, timed by the pace of the request, the mock or the scenario. */
export function pacedSteps(
  { steps, pace }: Pick<StreamContent, 'steps' | 'pace'>,
  preference: Preference,
  settings: Settings,
): readonly FixtureStep[] {
  const general = settings.pace === undefined ? undefined : readPace(settings.pace);
  const wanted = preference.pace ?? (typeof general === 'string' ? undefined : general);
  if (wanted) return paceOnce(steps, wanted, true);
  return pace ? paceOnce(steps, pace, false) : steps;
}

/** Cached by pace, because frames are prepared once per list of steps. */
const paced = new WeakMap<readonly FixtureStep[], Map<string, readonly FixtureStep[]>>();
/** Maximum cached paces, because requests can set any pace. */
const mostPaces = 8;

function paceOnce(steps: readonly FixtureStep[], pace: Pace, replace: boolean): readonly FixtureStep[] {
  const known = paced.get(steps) ?? new Map<string, readonly FixtureStep[]>();
  paced.set(steps, known);
  const key = `${Object.values(pace).join(' ')} ${replace}`;
  const found = known.get(key);
  if (found) return found;
  const made = withPace(steps, pace, { replace });
  if (known.size < mostPaces) known.set(key, made);
  return made;
}

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
