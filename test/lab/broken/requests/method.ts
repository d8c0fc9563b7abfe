import { type BrokenServer, onAnswer, withHeader } from '../../alter.ts';

/** Responses other than 405 with `Allow`. */
export function methods(): BrokenServer[] {
  const paths: [string, string[]][] = [
    ['list', ['GET', 'POST']],
    ['session', ['GET', 'DELETE']],
  ];
  const whole: BrokenServer[] = [
    {
      name: 'method/404',
      clause: '405 for a wrong method',
      override: onAnswer('any', (answer) => ({ ...answer, status: 404 }), 405),
    },
    { name: 'method/501', clause: '405', override: onAnswer('any', (answer) => ({ ...answer, status: 501 }), 405) },
    {
      name: 'method/no Allow',
      clause: '405 with Allow',
      override: onAnswer('any', withHeader('allow', undefined), 405),
    },
    { name: 'method/empty Allow', clause: '405 with Allow', override: onAnswer('any', withHeader('allow', ''), 405) },
    {
      name: 'method/Allow in lower case',
      clause: 'the names of methods are case-sensitive',
      override: onAnswer(
        'any',
        (answer) => withHeader('allow', answer.headers.allow?.toString().toLowerCase())(answer),
        405,
      ),
    },
    {
      name: 'method/Allow lists a method that is not there',
      clause: '405 with Allow',
      override: onAnswer('any', (answer, { method }) => withHeader('allow', `GET, ${method}`)(answer), 405),
    },
  ];
  const each = paths.flatMap(([name, allowed]) =>
    allowed.map((left) => ({
      name: `method/Allow of the ${name} path without ${left}`,
      clause: '405 with Allow',
      override: onAnswer(
        'any',
        (answer, call) =>
          call.allowed.join() === allowed.join()
            ? withHeader('allow', allowed.filter((method) => method !== left).join(', '))(answer)
            : answer,
        405,
      ),
    })),
  );
  return [...whole, ...each];
}
