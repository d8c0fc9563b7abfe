/** A media type in lower case, without parameters; empty if there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** True for JSON and for the types whose syntax is JSON (RFC 6839, section 3.1). */
export function isJsonType(contentType: string | undefined): boolean {
  return /[/+]json$/.test(mediaTypeOf(contentType));
}
