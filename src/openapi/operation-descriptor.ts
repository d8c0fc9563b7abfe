import type { Events } from '../sse/protocol/protocol.ts';

/** The data that a client needs about one operation. `generate` writes one for each operation. */
export interface OperationDescriptor {
  /** Upper case. */
  readonly method: string;
  /** The path template, `/sessions/{session_id}`. */
  readonly path: string;
  /** How parameters are written, if not in OpenAPI's default style for their location. */
  readonly styles?: Partial<Record<ParameterPlace, Readonly<Record<string, ParameterStyle>>>>;
  /** Absent if the operation has no request body. */
  readonly body?: 'optional' | 'required';
  /** The media type of the request body; JSON if absent. */
  readonly bodyType?: string;
  /** How the fields of a form are written: `encoding` of the media type. */
  readonly encoding?: Readonly<Record<string, ParameterStyle>>;
  /** The `Accept` header; JSON if absent. */
  readonly accept?: string;
  /** How the body of a success is read; JSON if absent. */
  readonly response?: 'text' | 'blob';
  /** The alternatives of the operation's security: names of the schemes to use together. */
  readonly security?: readonly (readonly string[])[];
  /** Present if a success can be an event stream. */
  readonly stream?: StreamDescriptor;
  /** Present if a success is one page of a longer list. */
  readonly paging?: Paging;
}

/** Where a parameter is sent. */
export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

/** How a value is written (OAS 3.1, sections 4.8.12 and 4.8.15). */
export interface ParameterStyle {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** Media type of a serialized value. */
  readonly content?: string;
}

/** How a client sends the credential of one security scheme. */
export interface CredentialPlace {
  /** `bearer` and `basic` are sent as `Authorization`. */
  readonly in: 'bearer' | 'basic' | 'header' | 'query' | 'cookie';
  /** The name of an API key's header, query parameter or cookie. */
  readonly name?: string;
  /** True if the option `token` is this scheme's credential. */
  readonly isToken?: true;
}

/** The data that a client needs about an event stream. */
export interface StreamDescriptor {
  /** Events that end the stream. */
  readonly end?: Events;
  /** Data that is not JSON and ends the stream. */
  readonly sentinel?: string;
  /** Events that report a failure. The stream ends with one, unless `ends` is false. */
  readonly failure?: { readonly events: Events; readonly ends?: boolean };
  /** The place of an event's type: a JSON Pointer, `event` for the `event:` name, or `none`; `/type` if absent. */
  readonly type?: string;
  /**
   * Present if the operation returns either JSON or a stream: the field of the request body that selects the stream, or
   * empty if only `Accept` does.
   */
  readonly flag?: string;
  /** `text` if the data of an event is not JSON. */
  readonly data?: 'text';
}

/** How a list is paged: `x-paging` of an operation. */
export interface Paging {
  /** The query parameter of the page token. */
  readonly token: string;
  /** The response field with the next page token; null, empty or absent on the last page. */
  readonly next: string;
  /** The field of a response that holds the page's items. */
  readonly items: string;
}
