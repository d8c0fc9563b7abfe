import { type BrokenServer, change, gone, onAnswer } from '../../alter.ts';

/** A 422 in another format. */
export function unprocessable(): BrokenServer[] {
  const wrongs: [string, string, unknown][] = [
    ['detail', 'text', 'invalid'],
    ['detail', 'missing', gone],
    ['detail', 'empty', []],
    ['detail.*.loc', 'missing', gone],
    ['detail.*.loc', 'text', 'body.prompt'],
    ['detail.*.loc', 'objects', [{}]],
    ['detail.*.loc', 'null', null],
    ['detail.*.msg', 'missing', gone],
    ['detail.*.msg', 'number', 3],
    ['detail.*.type', 'missing', gone],
    ['detail.*.type', 'null', null],
    ['detail.*.ctx', 'text', 'min 1'],
  ];
  const statusesOf = (['list', 'create', 'title', 'stream'] as const).flatMap((operation) =>
    [400, 500].map((status) => ({
      name: `validation-form/${operation} ${status} instead of 422`,
      clause: 'invalid requests get 422',
      override: onAnswer(operation, (answer) => ({ ...answer, status }), 422),
    })),
  );
  const forms = (['create', 'stream'] as const).flatMap((operation) =>
    wrongs.map(([path, what, value]) => ({
      name: `validation-form/${operation} ${path} ${what}`,
      clause: '422 field list',
      override: onAnswer(operation, (answer) => ({ ...answer, body: change(answer.body, path, () => value) }), 422),
    })),
  );
  return [...statusesOf, ...forms];
}
