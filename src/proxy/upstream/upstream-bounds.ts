/** Bounds on an upstream: times in milliseconds, size of the head in bytes. */
export interface UpstreamBounds {
  /** Maximum silence: before the response head, and between two chunks of the body. */
  silence: number;
  headerBytes: number;
}
