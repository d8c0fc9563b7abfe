/** The event types of the Chat API have fixed colours; others get one in order of appearance. */
const knownTypes = [
  'thinking_delta',
  'text_delta',
  'thinking',
  'text',
  'tool_call',
  'tool_result',
  'stop',
  'user_input',
];

/** Returns a function from a lane to the number of its colour. */
export function createLaneColors(): (lane: string) => number {
  const colors = new Map(knownTypes.map((type, index) => [type, index]));
  return (lane) => {
    if (!colors.has(lane)) colors.set(lane, 8 + ((colors.size - knownTypes.length) % 4));
    return colors.get(lane)!;
  };
}
