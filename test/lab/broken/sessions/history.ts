import { type BrokenServer, broken } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import type { Event, JsonObject, Session } from '../../reference/model.ts';

/** Servers whose history differs from the stream. */
export function histories(): BrokenServer[] {
  const whole = "events hold the turn's user_input, then its complete events in order, up to stop";
  const showing =
    (edit: (events: Event[], session: Session) => Event[]): Override =>
    (usual) => ({
      history: (session, call) => edit(structuredClone(usual.history(session, call)), session),
    });
  const without = (type: string) => showing((events) => events.filter((event) => event.type !== type));
  const swapFirst = (type: string) =>
    showing((events) => {
      const place = events.findIndex((event) => event.type === type);
      const [taken] = place < 0 ? [] : events.splice(place, 1);
      return taken ? [...events, taken] : events;
    });
  const onFirst = (type: string, edit: (event: Event) => void) =>
    showing((events) => {
      const found = events.find((event) => event.type === type);
      if (found) edit(found);
      return events;
    });
  const types = ['user_input', 'thinking', 'tool_call', 'tool_result', 'text', 'stop'];
  return [
    ...types.map((type) => broken(`history/without ${type}`, whole, without(type))),
    ...types.map((type) => broken(`history/first ${type} moved to the end`, whole, swapFirst(type))),
    broken(
      'history/empty',
      whole,
      showing(() => []),
    ),
    broken(
      'history/only the last turn',
      whole,
      showing((events) => events.slice(events.findLastIndex(({ type }) => type === 'user_input'))),
    ),
    broken(
      'history/only the first turn',
      whole,
      showing((events) => events.slice(0, events.findIndex(({ type }) => type === 'stop') + 1)),
    ),
    broken(
      'history/turns newest first',
      whole,
      showing((events) => {
        const place = events.findLastIndex(({ type }) => type === 'user_input');
        return place > 0 ? [...events.slice(place), ...events.slice(0, place)] : events;
      }),
    ),
    broken(
      'history/reversed',
      whole,
      showing((events) => events.reverse()),
    ),
    broken(
      'history/every event twice',
      whole,
      showing((events) => events.flatMap((event) => [event, event])),
    ),
    broken(
      'history/user_input twice',
      whole,
      showing((events) => events.flatMap((event) => (event.type === 'user_input' ? [event, event] : [event]))),
    ),
    broken(
      'history/stop twice',
      whole,
      showing((events) => events.flatMap((event) => (event.type === 'stop' ? [event, event] : [event]))),
    ),
    broken(
      'history/user_input after the answer',
      whole,
      showing((events) => {
        const [input, ...rest] = events;
        return input ? [...rest.slice(0, -1), input, ...rest.slice(-1)] : events;
      }),
    ),
    broken(
      'history/results before calls',
      whole,
      showing((events) =>
        events.toSorted((one, other) => Number(one.type === 'tool_call') - Number(other.type === 'tool_call')),
      ),
    ),
    broken(
      'history/second tool call missing',
      whole,
      showing((events) => {
        const calls = events.filter(({ type }) => type === 'tool_call');
        return events.filter((event) => event !== calls[1]);
      }),
    ),
    broken(
      'history/prompt trimmed to 20 characters',
      whole,
      onFirst('user_input', (event) => {
        event.content = String(event.content).slice(0, 20);
      }),
    ),
    broken(
      'history/prompt in lower case',
      whole,
      onFirst('user_input', (event) => {
        event.content = String(event.content).toLowerCase();
      }),
    ),
    broken(
      'history/text trimmed',
      whole,
      onFirst('text', (event) => {
        event.content = String(event.content).slice(0, -1);
      }),
    ),
    broken(
      'history/whitespace of text normalised',
      whole,
      onFirst('text', (event) => {
        event.content = String(event.content).replace(/\s+/g, ' ');
      }),
    ),
    broken(
      'history/emoji of text lost',
      whole,
      onFirst('text', (event) => {
        event.content = String(event.content).replace(/\p{Emoji_Presentation}/gu, '?');
      }),
    ),
    broken(
      'history/thinking emptied',
      whole,
      onFirst('thinking', (event) => {
        event.content = '';
      }),
    ),
    broken(
      'history/other arguments',
      whole,
      onFirst('tool_call', (event) => {
        event.arguments = {};
      }),
    ),
    broken(
      'history/other call id',
      whole,
      onFirst('tool_call', (event) => {
        event.call_id = `${event.call_id}-1`;
      }),
    ),
    broken(
      'history/result cut',
      whole,
      onFirst('tool_result', (event) => {
        event.result = null;
      }),
    ),
    broken(
      'history/image attachment lost',
      whole,
      showing((events) =>
        events.map((event) => ('image_attachment' in event ? { ...event, image_attachment: null } : event)),
      ),
    ),
    broken(
      'history/other usage',
      whole,
      onFirst('stop', (event) => {
        event.usage = { ...(event.usage as JsonObject), total_input_tokens: 1 };
      }),
    ),
    broken(
      'history/stop says error',
      whole,
      onFirst('stop', (event) => {
        event.is_error = true;
        event.error = 'late';
      }),
    ),
    broken('history/deltas without complete text', whole, (usual) => ({
      keep({ session }, event) {
        if (event.type !== 'text' && event.type !== 'user_input') session.events.push(event);
      },
      finish: usual.finish,
    })),
    broken('history/second turn overwrites the first', 'turns add up', (usual) => ({
      begin(turn) {
        if (turn.number === 2) turn.session.events = [];
        usual.begin(turn);
      },
    })),
    broken('history/second prompt is the first one', whole, (usual) => ({
      begin(turn) {
        const first = turn.session.events.find(({ type }) => type === 'user_input');
        usual.begin(turn);
        const own = turn.session.events.at(-1);
        if (first && own) own.content = first.content;
      },
    })),
    broken('history/written into all sessions', 'leak between sessions', (usual) => ({
      keep(turn, event) {
        for (const session of turn.call.state.sessions.values()) usual.keep({ ...turn, session }, event);
      },
    })),
    broken('history/prompt written into the newest session', 'leak between sessions', (usual) => ({
      begin(turn) {
        const newest = usual.visible(turn.call)[0];
        usual.begin(turn);
        const input = turn.session.events.pop();
        if (input) (newest ?? turn.session).events.push(input);
      },
    })),
    broken('history/changes from read to read', 'history', (usual) => {
      let reads = 0;
      return {
        history(session, call) {
          reads += 1;
          return reads % 2 === 0 ? usual.history(session, call).slice(0, -1) : usual.history(session, call);
        },
      };
    }),
    broken('history/stored only seconds after the turn', 'after a turn: once the response has ended', (usual) => ({
      keep(turn, event) {
        setTimeout(() => usual.keep(turn, event), 1500).unref();
      },
    })),
  ];
}
