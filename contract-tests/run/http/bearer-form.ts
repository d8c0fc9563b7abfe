import { swapCase } from './swap-case.ts';

/** The ways to write a bearer credential, valid and invalid. */
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
  /** The text after the scheme; may be empty. */
  token(right: string): string;
  /** The same for a double-quoted POSIX shell string, from the variable with the valid token. */
  shell(variable: string): string;
}

/** A token that every server with authentication rejects. The mock rejects tokens that begin with `invalid`. */
const wrongToken = 'invalid-chat-contract-credential';

/** Another invalid token: a server that accepts it accepts any, so that similar tokens show nothing. */
const unrelatedToken = 'unrelated-chat-contract-credential';

const right = { scheme: 'Bearer', token: (token: string) => token, shell: (variable: string) => `$${variable}` };

export const writings: Readonly<Record<BearerForm, Writing>> = {
  valid: { ...right, text: 'correct' },
  wrong: { ...right, text: 'wrong', token: () => wrongToken, shell: () => wrongToken },
  unrelated: { ...right, text: 'unrelated', token: () => unrelatedToken, shell: () => unrelatedToken },
  empty: { ...right, text: 'empty', token: () => '', shell: () => '' },
  'other-scheme': { ...right, text: 'sent with another scheme', scheme: 'Basic' },
  'no-scheme': { ...right, text: 'sent without a scheme', scheme: '' },
  'lower-case-scheme': { ...right, text: 'sent with the scheme bearer in lower case', scheme: 'bearer' },
  'other-case': {
    ...right,
    text: 'correct except for its case',
    token: swapCase,
    shell: (variable) => `$(printf %s "$${variable}" | tr A-Za-z a-zA-Z)`,
  },
  shortened: {
    ...right,
    text: 'correct except for a missing last character',
    token: (token) => token.slice(0, -1),
    shell: (variable) => `\${${variable}%?}`,
  },
  extended: {
    ...right,
    text: 'correct except for an extra last character',
    token: (token) => `${token}x`,
    shell: (variable) => `\${${variable}}x`,
  },
};

/** Not a credential of the scheme that the contract names (RFC 6750, section 2.1). */
export const formsWithoutBearer = ['empty', 'other-scheme', 'no-scheme'] as const;

/** Tokens that differ slightly from the valid one. */
export const nearForms = ['other-case', 'shortened', 'extended'] as const;

/** The `nearForms` that differ from this token and are not empty. */
export function nearFormsOf(token: string): BearerForm[] {
  return nearForms.filter((form) => ![token, ''].includes(writings[form].token(token)));
}

/** The value of `Authorization`. */
export function authorizationOf({ scheme }: Writing, token: string): string {
  return [scheme, token].filter((part) => part !== '').join(' ');
}
