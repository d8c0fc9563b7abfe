import type { Names, Settings, Speed } from './control-types.ts';
import { element, fill, setText } from './element.ts';
import type { NextAnswer } from './mock-control.ts';
import type { View, ViewParts } from './view.ts';
import { shorten } from './visible-text.ts';

const speeds: { value: Speed; name: string; does: string }[] = [
  { value: 0.25, name: '¼×', does: 'Four times slower: each event can be watched.' },
  { value: 1, name: '1×', does: 'As long as a real turn takes.' },
  { value: 5, name: '5×', does: 'Five times faster.' },
  { value: 'max', name: 'At once', does: 'No waiting: for tests.' },
];

/** What comes next: scenario, faults and speed, for the next request or for all that follow. */
export function createNextView({ names, control, feed, attempt, say, sandbox }: ViewParts): View {
  let settings: Settings | undefined;
  let queued = 0;
  const scenarios = createScenarioChoice(names, update);
  const faults = createFaultChoice(names, update);
  const speed = createSpeedChoice(update);
  const operation = element(
    'select',
    { id: 'next-operation', onchange: update },
    element('option', { value: '' }, 'any operation'),
    ...names.operations.map(({ id, method, path }) =>
      element('option', { value: id }, `${id} · ${method} ${shorten(path, 60)}`),
    ),
  );
  const times = element('input', { id: 'next-times', type: 'number', min: 1, max: 1000, value: 1, oninput: update });
  const scopes = ['next', 'all'].map((value) =>
    element('input', {
      type: 'radio',
      name: 'scope',
      value,
      id: `scope-${value}`,
      checked: value === 'next',
      onchange: update,
    }),
  );
  const forNext = element(
    'div',
    { class: 'row for-next' },
    element('label', { for: 'next-operation', class: 'hidden' }, 'Operation'),
    operation,
    element('label', { for: 'next-times' }, 'times'),
    times,
  );
  const sentence = element('p', { class: 'sentence' });
  const current = element('p', { class: 'quiet' });
  const apply = element('button', { type: 'submit', class: 'primary' }, 'Apply');
  const clear = element('button', { type: 'button', onclick: () => reset() }, 'Clear');
  const form = element(
    'form',
    { class: 'next-form' },
    element('div', { class: 'pane choice' }, element('h3', {}, 'Scenario'), scenarios.element),
    element('div', { class: 'pane choice faults' }, faults.element),
    element(
      'div',
      { class: 'pane choice side' },
      element('h3', {}, 'Speed'),
      speed.element,
      element('h3', {}, 'For'),
      element(
        'fieldset',
        { class: 'scopes' },
        element('legend', { class: 'hidden' }, 'Which requests'),
        element(
          'div',
          { class: 'option' },
          scopes[0],
          element(
            'label',
            { for: 'scope-next' },
            element('b', {}, 'The next request'),
            element('span', {}, 'Waits until one comes, and is used up.'),
          ),
        ),
        forNext,
        element(
          'div',
          { class: 'option' },
          scopes[1],
          element(
            'label',
            { for: 'scope-all' },
            element('b', {}, 'All from now on'),
            element('span', {}, 'Until it is changed, or the mock is reset.'),
          ),
        ),
      ),
    ),
    element('div', { class: 'apply' }, sentence, element('div', { class: 'row' }, apply, clear, current)),
  );
  const isForAll = () => scopes[1]!.checked;

  function update(): void {
    const chosen = faults.value();
    forNext.classList.toggle('off', isForAll());
    operation.disabled = isForAll();
    times.disabled = isForAll();
    const count = Number(times.value);
    const who = isForAll()
      ? 'Each request from now on'
      : `${count > 1 ? `Each of the next ${count} requests` : 'The next request'} to ${operation.value || 'any operation'}`;
    const what = [
      scenarios.value() && `plays ${scenarios.value()}`,
      chosen.length > 0 && `has the fault ${chosen.join(' and ')}`,
      speed.value() !== undefined &&
        (speed.value() === 'max' ? 'comes at once' : `comes at ${speed.value()}× the speed`),
    ].filter(Boolean);
    const nothing = isForAll() ? 'keeps scenario and speed, without a fault' : 'stays as it would be';
    setText(sentence, `${who} ${what.join(', ') || nothing}${sandbox() ? `, in the sandbox ${sandbox()}` : ''}.`);
    apply.disabled = !isForAll() && what.length === 0;
  }
  function reset(): void {
    scenarios.clear();
    faults.clear();
    speed.clear();
    update();
  }
  function drawCurrent(): void {
    if (!settings) return;
    const { scenario, faults: on, speed: pace } = settings;
    const parts = [
      `Now: ${scenario}`,
      pace === 'max' ? 'at once' : `${pace}×`,
      on.length > 0 ? `faults ${on.join(', ')}` : 'no fault',
    ];
    setText(current, `${parts.join(', ')}.${queued > 0 ? ` ${queued} queued since this page was opened.` : ''}`);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(async () => {
      const [scenario, pace, fault] = [scenarios.value(), speed.value(), faults.value()];
      if (isForAll()) {
        await control.change({
          ...(scenario && { scenario }),
          faults: fault,
          ...(pace !== undefined && { speed: pace }),
        });
        say('All requests from now on have it.');
        settings = await control.settings();
        drawCurrent();
        return;
      }
      const answer: NextAnswer = {
        ...(operation.value && { operation: operation.value }),
        ...(scenario && { scenario }),
        ...(fault.length > 0 && { fault }),
        ...(pace !== undefined && { speed: pace }),
        ...(Number(times.value) > 1 && { times: Number(times.value) }),
      };
      await control.next(answer);
      say('It waits for the next request.');
    });
  });
  feed.on('queued', () => {
    queued++;
    drawCurrent();
  });
  feed.on('reset', () => {
    queued = 0;
    drawCurrent();
  });
  feed.on('settings', (changed) => {
    if (changed.sandbox !== sandbox()) return;
    settings = changed;
    drawCurrent();
  });
  update();
  return {
    element: element(
      'section',
      { class: 'view next', 'aria-label': 'Next answer' },
      element('div', { class: 'bar' }, element('h2', {}, 'Next answer')),
      form,
    ),
    show() {
      update();
      attempt(async () => {
        settings = await control.settings();
        drawCurrent();
      });
    },
  };
}

function createScenarioChoice({ scenarios }: Names, update: () => void) {
  const group = element('fieldset', {}, element('legend', { class: 'hidden' }, 'Scenario'));
  const inputs = [{ name: '', title: 'As the request says, or the usual one.', keyword: '' }, ...scenarios].map(
    (one, index) => {
      const id = `scenario-${index}`;
      const input = element('input', {
        type: 'radio',
        name: 'scenario',
        id,
        value: one.name,
        checked: index === 0,
        onchange: update,
      });
      group.append(
        element(
          'div',
          { class: 'option' },
          input,
          element(
            'label',
            { for: id },
            element(
              'b',
              {},
              one.name || 'As it comes',
              one.keyword && element('span', { class: 'quiet' }, ` #${one.keyword}`),
            ),
            element('span', {}, one.title),
          ),
        ),
      );
      return input;
    },
  );
  return {
    element: group,
    value: () => inputs.find(({ checked }) => checked)?.value ?? '',
    clear: () => {
      inputs[0]!.checked = true;
    },
  };
}

function createFaultChoice({ faults }: Names, update: () => void) {
  const filter = element('input', {
    type: 'search',
    placeholder: 'stream, 422, stall …',
    'aria-label': 'Filter the faults',
    oninput: () => sift(),
  });
  const group = element('fieldset', { class: 'fault-list' }, element('legend', { class: 'hidden' }, 'Faults'));
  const chosen = element('span', { class: 'quiet' });
  const rows = faults.map(({ name, usage, does, rule }, index) => {
    const id = `fault-${index}`;
    const toggle = () => {
      if (value) value.hidden = !input.checked;
      tell();
    };
    const input = element('input', { type: 'checkbox', id, onchange: toggle });
    const value =
      usage === name
        ? undefined
        : element('input', {
            class: 'fault-value',
            placeholder: usage.slice(name.length),
            'aria-label': `Values of ${name}, ${usage.slice(name.length)}`,
            hidden: true,
            oninput: () => update(),
          });
    const row = element(
      'div',
      { class: 'option' },
      input,
      element(
        'label',
        { for: id },
        element('b', {}, usage),
        element('span', {}, does, rule && element('span', { class: 'quiet' }, ` Breaks ${rule}.`)),
      ),
      value,
    );
    group.append(row);
    return { name, input, value, row, text: `${usage} ${does} ${rule ?? ''}`.toLowerCase() };
  });
  const value = () =>
    rows.filter(({ input }) => input.checked).map(({ name, value: own }) => name + readValues(own?.value.trim() ?? ''));
  const tell = () => {
    const count = value().length;
    setText(chosen, count > 0 ? `${count} chosen` : `${faults.length}`);
    update();
  };
  const sift = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, text, input } of rows) row.hidden = !input.checked && !words.every((word) => text.includes(word));
  };
  setText(chosen, `${faults.length}`);
  const holder = element('div');
  fill(holder, element('div', { class: 'row' }, element('h3', {}, 'Faults'), chosen), filter, group);
  return {
    element: holder,
    value,
    clear: () => {
      for (const { input, value: own } of rows) {
        input.checked = false;
        if (own) own.hidden = true;
      }
      filter.value = '';
      sift();
      tell();
    },
  };
}

function readValues(text: string): string {
  return text === '' || text.startsWith(':') ? text : `:${text}`;
}

function createSpeedChoice(update: () => void) {
  const group = element('fieldset', { class: 'speeds' }, element('legend', { class: 'hidden' }, 'Speed'));
  const inputs = [{ value: undefined, name: 'As it is', does: 'The speed that the mock has.' }, ...speeds].map(
    (one, index) => {
      const id = `speed-${index}`;
      const input = element('input', { type: 'radio', name: 'speed', id, checked: index === 0, onchange: update });
      group.append(
        element(
          'div',
          { class: 'option' },
          input,
          element('label', { for: id }, element('b', {}, one.name), element('span', {}, one.does)),
        ),
      );
      return { input, value: one.value };
    },
  );
  return {
    element: group,
    value: () => inputs.find(({ input }) => input.checked)?.value,
    clear: () => {
      inputs[0]!.input.checked = true;
    },
  };
}
