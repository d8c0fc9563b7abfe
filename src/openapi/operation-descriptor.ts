/** What a client needs to know of one operation, as data. `generate` writes one for each into `generated/operations.ts`. */
export interface OperationDescriptor {
  /** Upper case. */
  readonly method: string;
  /** The path template, `/sessions/{session_id}`. */
  readonly path: string;
  /** Left out where the operation takes no body. */
  readonly body?: 'optional' | 'required';
  /** Where success is an event stream: the type of the event that ends it, if the document names one. */
  readonly stream?: { readonly end?: string };
  /** Where success is one page of a longer list. */
  readonly paging?: Paging;
}

/** How the pages of a list hang together: `x-paging` of an operation. */
export interface Paging {
  /** The query parameter that names a page. */
  readonly token: string;
  /** The field of an answer that names the next page; null, empty or left out on the last one. */
  readonly next: string;
  /** The field of an answer that holds the page's items. */
  readonly items: string;
}
