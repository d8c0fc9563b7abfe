import type { Names, PreparedResponse, QueuedResponse, Settings, Speed } from '../control-types.ts';
import { element, setText } from '../element.ts';
import type { View, ViewParts } from '../view.ts';
import { shorten } from '../visible-text.ts';
import { drawOption } from './draw-option.ts';
import { createFaultChoice } from './fault-choice.ts';
import { createQueueView } from './queue-view.ts';
import { createResponseFields } from './response-fields.ts';

const speeds: { value: Speed; name: string; does: string }[] = [
  { value: 0.25, name: '¼×', does: 'Four times slower, to watch each event.' },
  { value: 1, name: '1×', does: 'The pace of a real turn.' },
  { value: 5, name: '5×', does: 'Five times faster.' },
  { value: 'max', name: 'At once', does: 'Without delays, for tests.' },
];

/** The next response: scenario, faults and speed, for the next request or for all later ones. */
export function createNextView(parts: ViewParts): View {
  const { names, control, feed, attempt, say, sandbox } = parts;
  let settings: Settings | undefined;
  const scenarios = createScenarioChoice(names, update);
  const faults = createFaultChoice(names, update);
  const speed = createSpeedChoice(update);
  const response = createResponseFields(update);
  /** The queued response that is edited. */
  let edited: string | undefined;
  const queue = createQueueView(parts, (one) => edit(one));
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
      element('h3', {}, 'Apply to'),
      element(
        'fieldset',
        { class: 'scopes' },
        element('legend', { class: 'hidden' }, 'Apply to'),
        drawOption(scopes[0]!, ['The next request'], ['Queued, and used once.']),
        forNext,
        drawOption(scopes[1]!, ['All from now on'], ['Until you change it or reset the mock.']),
      ),
      element('h3', {}, 'Custom response'),
      response.element,
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
        (speed.value() === 'max' ? 'is sent without delays' : `is sent at ${speed.value()}× speed`),
      !isForAll() && response.value() && `returns ${response.value()?.status ?? 200} with your body`,
    ].filter(Boolean);
    const nothing = isForAll() ? 'has no fault' : 'is not changed';
    setText(sentence, `${who} ${what.join(', ') || nothing}${sandbox() ? `, in the sandbox ${sandbox()}` : ''}.`);
    apply.disabled = !isForAll() && what.length === 0;
  }
  function reset(): void {
    scenarios.clear();
    faults.clear();
    speed.clear();
    response.clear();
    edited = undefined;
    setText(apply, 'Apply');
    update();
  }
  function drawCurrent(): void {
    if (!settings) return;
    const { scenario, faults: on, speed: pace } = settings;
    const words = [
      `Now: ${scenario ?? 'examples'}`,
      pace === 'max' ? 'at once' : `${pace}×`,
      on.length > 0 ? `faults ${on.join(', ')}` : 'no fault',
    ];
    setText(current, `${words.join(', ')}.`);
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
        say('Applied to all requests from now on.');
        settings = await control.settings();
        drawCurrent();
        return;
      }
      const prepared: PreparedResponse = {
        ...(operation.value && { operation: operation.value }),
        ...(scenario && { scenario }),
        ...(fault.length > 0 && { fault }),
        ...(pace !== undefined && { speed: pace }),
        ...(response.value() && { response: response.value()! }),
        ...(Number(times.value) > 1 && { times: Number(times.value) }),
      };
      if (edited === undefined) await control.next(prepared);
      else await control.replaceQueued(edited, prepared);
      say('Queued for the next request.');
      reset();
      await queue.load();
    });
  });
  const edit = (one: QueuedResponse) => {
    reset();
    edited = one.id;
    scopes[0]!.checked = true;
    operation.value = one.operation ?? '';
    times.value = String(one.left);
    scenarios.set(one.scenario ?? '');
    faults.set([one.fault ?? []].flat());
    speed.set(one.speed);
    response.set(one.response);
    setText(apply, 'Save');
    update();
  };
  feed.on('settings', (changed) => {
    if (changed.sandbox !== sandbox()) return;
    settings = changed;
    drawCurrent();
  });
  update();
  return {
    element: element(
      'section',
      { class: 'view next', 'aria-label': 'Next response' },
      element('div', { class: 'bar' }, element('h2', {}, 'Next response')),
      queue.element,
      form,
    ),
    show() {
      update();
      attempt(async () => {
        settings = await control.settings();
        drawCurrent();
        await queue.load();
      });
    },
  };
}

function createScenarioChoice({ scenarios }: Names, update: () => void) {
  const group = element('fieldset', {}, element('legend', { class: 'hidden' }, 'Scenario'));
  const inputs = [
    { name: '', title: 'The scenario that the request selects, or the default.', keyword: '', when: [] },
    ...scenarios,
  ].map((one, index) => {
    const id = `scenario-${index}`;
    const input = element('input', {
      type: 'radio',
      name: 'scenario',
      id,
      value: one.name,
      checked: index === 0,
      onchange: update,
    });
    const keyword = one.keyword && element('span', { class: 'quiet' }, ` #${one.keyword}`);
    const conditions = one.when.map((words) => element('span', { class: 'quiet' }, `When ${words}`));
    group.append(drawOption(input, [one.name || 'Default', keyword], [one.title], ...conditions));
    return input;
  });
  return {
    element: group,
    value: () => inputs.find(({ checked }) => checked)?.value ?? '',
    set(name: string) {
      for (const input of inputs) input.checked = input.value === name;
    },
    clear: () => {
      inputs[0]!.checked = true;
    },
  };
}

function createSpeedChoice(update: () => void) {
  const group = element('fieldset', { class: 'speeds' }, element('legend', { class: 'hidden' }, 'Speed'));
  const inputs = [{ value: undefined, name: 'Unchanged', does: 'The current speed of the mock.' }, ...speeds].map(
    (one, index) => {
      const id = `speed-${index}`;
      const input = element('input', { type: 'radio', name: 'speed', id, checked: index === 0, onchange: update });
      group.append(drawOption(input, [one.name], [one.does]));
      return { input, value: one.value };
    },
  );
  return {
    element: group,
    value: () => inputs.find(({ input }) => input.checked)?.value,
    set(speed: Speed | undefined) {
      for (const { input, value } of inputs) input.checked = value === speed;
    },
    clear: () => {
      inputs[0]!.input.checked = true;
    },
  };
}
