/** Part of an event stream: the bytes up to a blank line, or the beginning of such a block. */
export interface BlockPart {
  bytes: Uint8Array;
  /** True if a blank line ends the block (WHATWG HTML, section 9.2.6: the event is dispatched). */
  isEnd: boolean;
  /** True if the block so far has a `data` field: without one, no event is dispatched. */
  isEvent: boolean;
}

/** Splits the bytes of an event stream after its blank lines, for any line ends and chunks. */
export interface EventBlocks {
  push(chunk: Uint8Array): BlockPart[];
}

const lineFeed = 10;
const carriageReturn = 13;
const data = [...new TextEncoder().encode('data')];

/** @example createEventBlocks().push(new TextEncoder().encode('data: 1\n\n: ping')).length; // 2 */
export function createEventBlocks(): EventBlocks {
  let column = 0;
  let mayBeData = true;
  let isEvent = false;
  let afterCarriageReturn = false;
  return {
    push(chunk) {
      const parts: BlockPart[] = [];
      let start = 0;
      const cutBehind = (index: number) => {
        parts.push({ bytes: chunk.subarray(start, index + 1), isEnd: true, isEvent });
        start = index + 1;
        isEvent = false;
      };
      for (let index = 0; index < chunk.length; index++) {
        const byte = chunk[index]!;
        const isPair = afterCarriageReturn && byte === lineFeed;
        afterCarriageReturn = byte === carriageReturn;
        if (isPair) continue;
        if (byte !== lineFeed && byte !== carriageReturn) {
          if (column < data.length) mayBeData &&= byte === data[column];
          else if (column === data.length) mayBeData &&= byte === 0x3a;
          column++;
          continue;
        }
        if (column >= data.length && mayBeData) isEvent = true;
        if (column === 0) {
          // The LF of a CRLF belongs to the blank line if it is already here.
          const pair = byte === carriageReturn && chunk[index + 1] === lineFeed;
          if (pair) {
            index++;
            afterCarriageReturn = false;
          }
          cutBehind(index);
        }
        column = 0;
        mayBeData = true;
      }
      if (start < chunk.length) parts.push({ bytes: chunk.subarray(start), isEnd: false, isEvent });
      return parts;
    },
  };
}
