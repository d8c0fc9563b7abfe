import type { Contract } from '../openapi/contract.ts';
import { operationById } from '../openapi/contract.ts';
import { maskCredentials } from '../shared/mask-credentials.ts';
import { escapeBraces, withoutToken, withPlaceholders } from './placeholders.ts';
import type { RecordedTurn, RecordRequest } from './record-turn.ts';
import { writeFixture } from './write-fixture.ts';

/** Options of the text of a recording. */
export interface FixtureSettings {
  /** Replace the prompt and the ids by placeholders. */
  placeholders: boolean;
  title?: string | undefined;
  keyword: string;
}

/** A recorded turn as the text of a `.sse` file. The token is always masked. */
export function fixtureText(
  { steps, problems, sessionId }: RecordedTurn,
  { contract, token, prompt, indexIds, projectId }: Omit<RecordRequest, 'contract'> & { contract: Contract },
  { placeholders, title, keyword }: FixtureSettings,
): string {
  const { protocol } = operationById(contract, 'streamMessages').stream ?? {};
  const safe = escapeBraces(withoutToken(steps, token));
  const own = placeholders ? withPlaceholders(safe, { prompt, indexIds, sessionId, projectId }, protocol) : safe;
  const about = title ?? (placeholders ? 'A recorded turn' : `Recorded: ${prompt}`);
  const broken = problems.length > 0 ? ' (violates the contract)' : '';
  return writeFixture(own, { title: `${token ? maskCredentials(about, [token]) : about}${broken}`, keyword });
}
