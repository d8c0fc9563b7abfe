import { promptOfRequest } from '../../../mock/scenarios/prompt-of-request.ts';
import { handlers } from '../../../mock/sessions/handlers/index.ts';
import type { Contract } from '../../openapi/contract.ts';
import { isJsonType } from '../../openapi/media-type.ts';
import { escapeBraces, withPlaceholders } from '../../record/placeholders.ts';
import { replaceValues, replaceWords } from '../../record/replace-values.ts';
import { writeSteps } from '../../record/write-fixture.ts';
import { cut } from '../../shared/excerpt.ts';
import { isObject } from '../../shared/json.ts';
import { isMaskable } from '../../shared/mask-credentials.ts';
import type { RecordedExchange } from './recorded-response.ts';

/** Values that a recording replaces. */
export interface Replacements {
  /** Credentials; masked. */
  secrets: readonly string[];
  /** Ids created by the recorded traffic: a replay has others. */
  createdIds: ReadonlySet<string>;
}

/** Headers of one response only, or set by the mock. */
const dropped =
  /^(connection|content-length|content-encoding|date|keep-alive|set-cookie|server|trailer|transfer-encoding|upgrade|x-contract-violations|x-mock-.*|access-control-.*|vary)$/;

/** The conditions that identify a request, one per line. A rejected turn has those of its stream, so that a retry follows it. */
export function conditionsOf(
  { operation, path, query, body, content, turn }: RecordedExchange,
  { createdIds }: Replacements,
  contract: Contract,
): string[] {
  const prompt = promptOf(body);
  const streams = contract.operations.some(({ id, stream }) => id === operation && stream);
  const isTurn = content.kind === 'stream' || (streams && prompt !== undefined);
  return [
    `: operation ${operation}`,
    ...(handlers.has(operation) && !isTurn ? [': replay only'] : []),
    ...(isTurn && prompt !== undefined ? [`: prompt is ${JSON.stringify(prompt)}`] : []),
    ...(isTurn && turn !== undefined ? [`: turn ${turn}`] : []),
    ...Object.entries(path)
      .filter(([, value]) => !createdIds.has(value))
      .map(([name, value]) => `: when path.${name} is ${JSON.stringify(value)}`),
    `: when query is ${JSON.stringify(query)}`,
    ...bodyConditions(isTurn && prompt !== undefined ? streamFlag(body) : body),
  ];
}

/** The field with which many APIs select a stream or a single body. */
function streamFlag(body: unknown): object {
  return isObject(body) && typeof body.stream === 'boolean' ? { stream: body.stream } : {};
}

/** The user's prompt: `prompt` or `input` of the body, else its last message with the role `user`. */
export function promptOf(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const text = [body.prompt, body.input].find((value) => typeof value === 'string') as string | undefined;
  const { prompts, turn } = promptOfRequest(body);
  const asked = text ?? (turn === undefined ? undefined : prompts[0]);
  return asked === undefined || asked.trim() === '' ? undefined : asked;
}

/** Top-level scalar values of a body distinguish requests. */
function bodyConditions(body: unknown): string[] {
  if (!isObject(body)) return [];
  return Object.entries(body)
    .filter(([name, value]) => /^[^\s.]+$/.test(name) && ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 8)
    .map(([name, value]) => `: when body.${name} is ${JSON.stringify(value)}`);
}

/**
 * One response of a scenario file.
 *
 * @returns `undefined` if the body cannot be represented as text between directives
 */
export function writeResponse(
  contract: Contract,
  exchange: RecordedExchange,
  replacements: Replacements,
): string | undefined {
  const { operation, headers, status, content, body, path } = exchange;
  const names = namesFor(path, replacements);
  const headerLines = Object.entries(headers)
    // A header cannot tell its own braces from a placeholder's.
    .filter(([name, value]) => !dropped.test(name) && !value.includes('{{'))
    .map(([name, value]) => `: header ${name}: ${replaceWords(value, names)}`);
  if (content.kind === 'stream') {
    const { protocol } = contract.operations.find(({ id }) => id === operation)?.stream ?? {};
    const request = isObject(body) ? body : {};
    const indexIds = Array.isArray(request.index_ids) ? request.index_ids.map(String) : [];
    const own = withPlaceholders(
      escapeBraces(content.steps),
      { prompt: promptOf(body) ?? '', indexIds, sessionId: '' },
      protocol,
    ).map((step) => (step.kind === 'message' ? { ...step, data: replaceValues(step.data, names) } : step));
    return [...headerLines.filter((line) => !/^: header content-type:/.test(line)), '', writeSteps(own)].join('\n');
  }
  const text = isJsonType(headers['content-type'])
    ? replaceValues(content.text.replaceAll('{{', '{\\u007b'), names)
    : replaceWords(content.text, names);
  // No line of the body may look like a directive or the end of a block.
  if (/^(:|\s*$)/m.test(text.trim()) && text.trim() !== '') return undefined;
  return [`: status ${status}`, ...headerLines, '', ...(text.trim() === '' ? [] : [text.trim(), ''])].join('\n');
}

function namesFor(path: Readonly<Record<string, string>>, { secrets, createdIds }: Replacements): Map<string, string> {
  const names = new Map(secrets.filter(isMaskable).map((one) => [one, '[token]']));
  for (const id of createdIds) names.set(id, `{{${prefixOf(id)}_id}}`);
  for (const [name, value] of Object.entries(path)) if (createdIds.has(value)) names.set(value, `{{path.${name}}}`);
  return names;
}

/** `ses_12` becomes a new `ses_…`. */
function prefixOf(id: string): string {
  return /^([a-z]{1,12})[_-]/.exec(id)?.[1] ?? 'new';
}

/** A title for a file. */
export function titleOf({ request, body }: RecordedExchange): string {
  const prompt = promptOf(body);
  return `Recorded: ${request}${prompt === undefined ? '' : `, ${cut(prompt.replace(/\s+/g, ' '), 60)}`}`;
}
