import type { Names } from '../control-types.ts';
import { element, fill, setText } from '../element.ts';
import { drawOption } from './draw-option.ts';

/** The faults by operation, the most useful first. */
export function createFaultChoice({ faults: given }: Names, update: () => void) {
  const useful = given.filter(({ useful: place }) => place >= 0).sort((one, other) => one.useful - other.useful);
  const others = given.filter(({ useful: place }) => place < 0);
  const groups = new Map<string, Names['faults']>([['Most useful', useful]]);
  for (const fault of others) groups.set(fault.group, [...(groups.get(fault.group) ?? []), fault]);
  const faults = [...groups].flatMap(([heading, all]) =>
    all.map((fault, place) => ({ ...fault, heading, first: place === 0 })),
  );
  const filter = element('input', {
    type: 'search',
    placeholder: 'stream, 422, stall …',
    'aria-label': 'Filter the faults',
    oninput: () => sift(),
  });
  const group = element('fieldset', { class: 'fault-list' }, element('legend', { class: 'hidden' }, 'Faults'));
  const chosen = element('span', { class: 'quiet' });
  const rows = faults.map(({ name, usage, does, rule, heading, first }, index) => {
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
    const violates = rule && element('span', { class: 'quiet' }, ` Violates ${rule}.`);
    const row = drawOption(input, [usage], [does, violates]);
    if (value) row.append(value);
    const title = first ? element('h4', {}, heading) : undefined;
    if (title) group.append(title);
    group.append(row);
    return { name, input, value, row, title, heading, text: `${usage} ${does} ${rule ?? ''}`.toLowerCase() };
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
    for (const { title, heading } of rows) {
      if (title) title.hidden = rows.every((one) => one.heading !== heading || one.row.hidden);
    }
  };
  setText(chosen, `${faults.length}`);
  const holder = element('div');
  fill(holder, element('div', { class: 'row' }, element('h3', {}, 'Faults'), chosen), filter, group);
  return {
    element: holder,
    value,
    set(wanted: readonly string[]) {
      for (const { name, input, value: own } of rows) {
        const found = wanted.find((one) => one === name || one.startsWith(`${name}:`));
        input.checked = found !== undefined;
        if (own) {
          own.value = found?.slice(name.length) ?? '';
          own.hidden = found === undefined;
        }
      }
      sift();
      tell();
    },
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
