/** Which rows of a long list are drawn. Sizes are in pixels. */
export interface RowWindow {
  /** The first row that is drawn. */
  first: number;
  /** Behind the last one. */
  end: number;
}

/**
 * The rows that a viewport shows, and some more on both sides for a quick scroll.
 *
 * @param spare rows beyond each edge
 */
export function rowWindow(
  { scrollTop, height, rowHeight, count }: { scrollTop: number; height: number; rowHeight: number; count: number },
  spare = 8,
): RowWindow {
  const top = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const shown = Math.ceil(height / rowHeight) + 1;
  const first = Math.min(Math.max(0, top - spare), Math.max(0, count - shown - spare));
  return { first, end: Math.min(count, top + shown + spare) };
}

/** Where to scroll to that a row is seen whole; where the list already shows it, that is where it is. */
export function scrollTo(row: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
