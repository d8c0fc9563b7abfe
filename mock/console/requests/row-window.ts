/** The rendered rows of a long list. */
export interface RowWindow {
  first: number;
  /** The index after the last. */
  end: number;
}

/**
 * The rows in a viewport, and some more on both sides for fast scrolling. Sizes are in pixels.
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

/** The scroll position closest to the current one that shows the whole row. */
export function scrollTo(row: number, rowHeight: number, scrollTop: number, height: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
