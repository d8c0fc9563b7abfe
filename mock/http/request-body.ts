import type { MediaType, Operation } from '../../src/openapi/contract.ts';
import { missing, problem, type RequestProblem } from '../request/request-problem.ts';
import type { Incoming } from './exchange.ts';

/** A request's body, read as the operation's media type says. */
export interface RequestBodyReading {
  /** The JSON value, or the text of another media type; `undefined` for no body. */
  value: unknown;
  /** The media type of the contract that it has; none where there is nothing to validate. */
  media?: MediaType;
  problems: RequestProblem[];
}

/** JSON nested deeper than this is refused: nobody means it, and it exhausts the stack of whatever walks it. */
const deepestNesting = 100;

/** Reads the bytes of a body. Everything that is wrong with them is a problem, never an exception. */
export function readRequestBody(operation: Operation, incoming: Incoming, bytes: Uint8Array): RequestBodyReading {
  const { requestBody } = operation;
  if (!requestBody) return { value: undefined, problems: [] };
  if (bytes.byteLength === 0) {
    const problems = requestBody.required ? [{ ...missing('body', ['body']), keyword: 'body' }] : [];
    return { value: undefined, problems };
  }
  const sent = incoming.header('content-type')?.split(';')[0]?.trim().toLowerCase() || 'application/json';
  const media = requestBody.content[sent] ?? (isJson(sent) ? requestBody.content['application/json'] : undefined);
  if (!media) return refused('content_type_invalid', wrongTypeMessage(sent, Object.keys(requestBody.content)));
  const encoding = incoming.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    return refused('content_encoding_invalid', 'Send the body without Content-Encoding.');
  const text = decodeUtf8(bytes);
  if (text === undefined) return refused('json_invalid', 'The body must be UTF-8.');
  return isJson(sent) ? readJson(text, media) : { value: text, problems: [] };
}

function readJson(text: string, media: MediaType): RequestBodyReading {
  if (nestingOf(text) > deepestNesting) {
    return refused('json_invalid', `The body must not be nested deeper than ${deepestNesting} levels.`);
  }
  try {
    return { value: JSON.parse(text), media, problems: [] };
  } catch (error) {
    // V8's message quotes the text around the fault; the quote may be long and holds what the user typed.
    const reason = (error as Error).message.replace(
      /,? ?"?\.{3}.*|, ".*" is not valid JSON$| in JSON.*| is not valid JSON.*/s,
      '',
    );
    return refused('json_invalid', `The body is not JSON: ${reason.slice(0, 80)}.`);
  }
}

function refused(type: string, msg: string): RequestBodyReading {
  return { value: undefined, problems: [problem('body', 'json', { loc: ['body'], msg, type })] };
}

function wrongTypeMessage(sent: string, known: readonly string[]): string {
  return `The body is sent as ${sent.slice(0, 60)}; send it with Content-Type: ${known.join(' or ')}.`;
}

function isJson(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType.endsWith('+json');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** How deep brackets stand in each other, strings passed over. A loop: a pattern would take quadratic time on bad text. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}
