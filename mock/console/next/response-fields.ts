import { parseJson } from '../../../src/shared/json.ts';
import type { PreparedResponse } from '../control-types.ts';
import { element } from '../element.ts';

type OwnResponse = NonNullable<PreparedResponse['response']>;

/** Fields for a response instead of the mock's own: a status and a body. */
export function createResponseFields(update: () => void) {
  const status = element('input', {
    id: 'own-status',
    type: 'number',
    min: 200,
    max: 599,
    placeholder: '200',
    oninput: update,
  });
  const body = element('textarea', {
    id: 'own-body',
    rows: 3,
    placeholder: '{"detail": "…"}',
    spellcheck: false,
    oninput: update,
  });
  return {
    element: element(
      'div',
      { class: 'own-response' },
      element('div', { class: 'row' }, element('label', { for: 'own-status' }, 'Status'), status),
      element('label', { for: 'own-body' }, 'Body, as JSON or text'),
      body,
    ),
    value(): OwnResponse | undefined {
      if (status.value === '' && body.value.trim() === '') return undefined;
      const text = body.value.trim();
      return {
        ...(status.value === '' ? {} : { status: Number(status.value) }),
        ...(text === '' ? {} : { body: parseJson(text) ?? text }),
      };
    },
    set(response: OwnResponse | undefined) {
      status.value = response?.status === undefined ? '' : String(response.status);
      const { body: given } = response ?? {};
      body.value = given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given, null, 2);
    },
    clear() {
      status.value = '';
      body.value = '';
    },
  };
}
