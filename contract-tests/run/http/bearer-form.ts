import { swapCase } from '../../../src/shared/swap-case.ts';

/** How a bearer credential can be written, rightly and wrongly. */
export type BearerForm =
  | 'valid'
  | 'wrong'
  | 'unrelated'
  | 'empty'
  | 'other-scheme'
  | 'no-scheme'
  | 'lower-case-scheme'
  | 'other-case'
  | 'shortened'
  | 'extended';

/** One way to write `Authorization`. */
export interface Writing {
  /** Completes "The credential is …". */
  text: string;
  scheme: string;
  /** What follows the scheme; empty for nothing. */
  token(right: string): string;
  /** The same between double quotes of a POSIX shell, so that nobody reads a token that is nearly the right one. */
  shell: string;
}

/** Refused by every server that checks: no key looks like this. The mock refuses what begins with `invalid`. */
const wrongToken = 'invalid-chat-contract-credential';

/** Another one: a server that takes this takes any, and a token that is nearly right says nothing there. */
const unrelatedToken = 'unrelated-chat-contract-credential';

const variable = '$LLAMA_CLOUD_API_KEY';
const right = { scheme: 'Bearer', token: (token: string) => token, shell: variable };

export const writings: Readonly<Record<BearerForm, Writing>> = {
  valid: { ...right, text: 'right' },
  wrong: { ...right, text: 'wrong', token: () => wrongToken, shell: wrongToken },
  unrelated: { ...right, text: 'of somebody else', token: () => unrelatedToken, shell: unrelatedToken },
  empty: { ...right, text: 'empty', token: () => '', shell: '' },
  'other-scheme': { ...right, text: 'sent under another scheme', scheme: 'Basic' },
  'no-scheme': { ...right, text: 'sent without its scheme', scheme: '' },
  'lower-case-scheme': { ...right, text: 'sent under `bearer` in lower case', scheme: 'bearer' },
  'other-case': {
    ...right,
    text: 'right but for the case of its letters',
    token: swapCase,
    shell: `$(printf %s "${variable}" | tr A-Za-z a-zA-Z)`,
  },
  shortened: {
    ...right,
    text: 'right but for its last character, which is missing',
    token: (token) => token.slice(0, -1),
    shell: '${LLAMA_CLOUD_API_KEY%?}',
  },
  extended: {
    ...right,
    text: 'right but for a character behind it',
    token: (token) => `${token}x`,
    shell: '${LLAMA_CLOUD_API_KEY}x',
  },
};

/** Not a credential of the scheme that the contract names (RFC 6750, section 2.1). */
export const formsWithoutBearer = ['empty', 'other-scheme', 'no-scheme'] as const;

/** Tokens that are nearly the right one. */
export const nearForms = ['other-case', 'shortened', 'extended'] as const;

/** Those of `nearForms` that differ from this token, and are more than nothing. */
export function nearFormsOf(token: string): BearerForm[] {
  return nearForms.filter((form) => ![token, ''].includes(writings[form].token(token)));
}

/** The value of `Authorization`. */
export function authorizationOf({ scheme }: Writing, token: string): string {
  return [scheme, token].filter((part) => part !== '').join(' ');
}
