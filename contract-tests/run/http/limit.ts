/** Runs at most `size` tasks at once. Others wait in order, urgent ones first. */
export function createLimit(size: number): <T>(task: () => Promise<T>, urgent?: boolean) => Promise<T> {
  const waiting: (() => void)[] = [];
  const waitingUrgently: (() => void)[] = [];
  let running = 0;
  return async (task, urgent = false) => {
    if (running >= size) {
      await new Promise<void>((resolve) => (urgent ? waitingUrgently : waiting).push(resolve));
    } else running += 1;
    try {
      return await task();
    } finally {
      const next = waitingUrgently.shift() ?? waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
