import { type BrokenServer, gone, onAnswer, onBody, withHeader } from '../../alter.ts';

const headersOf = (status: number): Record<string, string> =>
  status === 401 ? { 'www-authenticate': 'Bearer' } : status === 405 ? { allow: 'GET, POST' } : {};

/** Error responses in another format. */
export function otherRefusals(): BrokenServer[] {
  return [
    {
      name: 'credential/other scheme',
      clause: 'WWW-Authenticate: Bearer',
      override: onAnswer('any', withHeader('www-authenticate', 'Basic realm="x"'), 401),
    },
    {
      name: 'credential/echoed in 401',
      clause: 'credential never echoed',
      override: onAnswer(
        'any',
        (answer, call) => ({ ...answer, body: { detail: `Bad credential ${call.headers.authorization}` } }),
        401,
      ),
    },
    ...[401, 404, 405, 409].flatMap((status) => [
      {
        name: `refusal/${status} detail is a list`,
        clause: 'body {detail: string}',
        override: onBody('any', 'detail', (text) => [text], status),
      },
      {
        name: `refusal/${status} without detail`,
        clause: 'body {detail: string}',
        override: onBody('any', 'detail', () => gone, status),
      },
      {
        name: `refusal/${status} as text`,
        clause: 'body {detail: string}',
        override: onAnswer(
          'any',
          () => ({ status, headers: { 'content-type': 'text/plain', ...headersOf(status) }, text: 'no' }),
          status,
        ),
      },
    ]),
  ];
}
