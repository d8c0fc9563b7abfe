import type { SeenRequest } from './control-types.ts';
import { element } from './element.ts';
import { saveFile } from './save-file.ts';
import type { ViewParts } from './view.ts';

/** Whether the response to a request came from the upstream of a proxy. */
export function isForwarded({ scenario }: { scenario?: string }, { names }: Pick<ViewParts, 'names'>): boolean {
  return names.upstream !== undefined && scenario === 'upstream';
}

/** Marks responses of the upstream. */
export function upstreamTag(): HTMLElement {
  return element('span', { class: 'tag upstream' }, 'upstream');
}

/** Saves a forwarded request and its response as a scenario file. */
export function createSaveButton(
  which: () => Pick<SeenRequest, 'number' | 'sandbox'> | undefined,
  { control, attempt, say }: ViewParts,
): HTMLButtonElement {
  const save = () =>
    attempt(async () => {
      const request = which();
      if (!request) return;
      const { file, text } = await control.scenarioOf(request);
      saveFile(file, text);
      say(`${file} saved.`);
    });
  return element('button', { type: 'button', onclick: save }, 'Save as scenario');
}
