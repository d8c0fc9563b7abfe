import { countOf } from '../../../src/shared/wording.ts';
import type { ReportedStream } from '../report.ts';
import { html, type Markup } from './markup.ts';

const width = 1000;
const height = 34;

type Message = ReportedStream['messages'][number];

/** A stream on a time line: a bar for each event, colored by its type; violations are taller and red. */
export function drawStream(stream: ReportedStream, types: readonly string[]): Markup {
  const { messages, prompt, ended, count } = stream;
  const duration = Math.max(stream.durationMs, messages.at(-1)?.atMs ?? 0, 1);
  const broken = messages.filter((message) => message.broken).length;
  const shown = [...new Set(messages.map(({ type }) => type))];
  return html`<figure>
<figcaption>${prompt} <span class="quiet">${countOf(count, 'event')} in ${duration} ms, ${ended}${broken > 0 ? `, ${broken} with violations` : ''}</span></figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${describe(messages)}" preserveAspectRatio="none">
<line x1="0" y1="${height - 4}" x2="${width}" y2="${height - 4}" class="axis"/>
${messages.map((message) => bar(message, duration, types))}
</svg>
<p class="legend">${shown.map((type) => html`<span class="${colorOf(type, types)}">■</span> ${type} `)}${broken > 0 ? html`<span class="broken">■</span> violation` : ''}</p>
</figure>`;
}

function bar({ number, type, atMs, broken }: Message, duration: number, types: readonly string[]): Markup {
  const x = ((atMs / duration) * (width - 4)).toFixed(1);
  const top = broken ? 0 : 10;
  return html`<rect x="${x}" y="${top}" width="3" height="${height - 4 - top}" class="${broken ? 'broken' : colorOf(type, types)}"><title>${number}: ${type} at ${atMs} ms</title></rect>`;
}

function colorOf(type: string, types: readonly string[]): string {
  const index = types.indexOf(type);
  return index === -1 ? 'type-other' : `type-${index % 8}`;
}

function describe(messages: readonly Message[]): string {
  const counts = new Map<string, number>();
  for (const { type } of messages) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${count} ${type}`).join(', ') || 'no events';
}
