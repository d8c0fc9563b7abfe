/** One event as a lab server sends it. */
export interface LabFrame {
  event?: string;
  /** JSON, or text that is sent unchanged. */
  data: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: laboratory data of five APIs
export type Loose = any;

/** A change of the frames of a turn. */
export type Change = (frames: LabFrame[], request: Loose) => LabFrame[];

/** An API of the lab: the responses of a correct server, of unusual ones, and of servers with one defect. */
export interface LabApi {
  name: string;
  path: string;
  /** The frames of a turn. */
  turn(request: Loose): LabFrame[];
  /** The response to a request without a stream; absent if the API has none. */
  plain?(request: Loose): unknown;
  /** True if the request asks for a stream. */
  streams(request: Loose): boolean;
  /** The required fields of a request. */
  required: string[];
  error(status: number, message: string): unknown;
  headers?: Record<string, string>;
  /** Checks the credential; absent if the API has none. */
  authorized?(headers: Headers, token: string): boolean;
  variations: Record<string, Change>;
  /** By name: the violated rule and the change. */
  defects: Record<string, [rule: string, change: Change]>;
}

/** The type of a frame's data. */
export const typeOf = ({ data }: LabFrame): string => (data as Loose)?.type ?? '';

/** The index of the first frame of a type. */
export function first(frames: LabFrame[], type: string): number {
  return frames.findIndex((frame) => typeOf(frame) === type);
}

/** Changes the data of the frames that `which` selects; `index` counts those. */
export function edit(which: (frame: LabFrame, index: number) => boolean, change: (data: Loose) => Loose): Change {
  return (frames) => {
    let index = 0;
    return frames.map((frame) => {
      if (typeof frame.data === 'string' || !which(frame, index)) return frame;
      index += 1;
      const copy = structuredClone(frame.data);
      return { ...frame, data: change(copy) ?? copy };
    });
  };
}

/** Changes the data of the first frame of a type. */
export const editFirst = (type: string, change: (data: Loose) => Loose): Change =>
  edit((frame, index) => typeOf(frame) === type && index === 0, change);

/** Removes the first frame of a type, or all. */
export function drop(type: string, all = false): Change {
  return (frames) => {
    const at = first(frames, type);
    return frames.filter((frame, index) => (all ? typeOf(frame) !== type : index !== at));
  };
}

/** Sends the first frame of a type twice. */
export function repeat(type: string): Change {
  return (frames) => frames.flatMap((frame, index) => (index === first(frames, type) ? [frame, frame] : [frame]));
}

/** Inserts frames before the first of a type, or after it with `after`. */
export function insert(type: string, added: LabFrame[], after = false): Change {
  return (frames) => {
    const at = first(frames, type);
    return at < 0 ? frames : frames.toSpliced(after ? at + 1 : at, 0, ...structuredClone(added));
  };
}
