// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
export interface paths {
    "/api/v1/chat": {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /**
         * List sessions
         * @description Lists the sessions of a project, the most recently updated first, a page at a time.
         *
         *     Each item is what *Get session summary* answers for that session. Follow `next_page_token` until it is null or
         *     left out, and every session has been seen once. Tokens are opaque: send them back unchanged, and only to the
         *     project that issued them. A token that the server never issued is refused with 422.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Create a session
         * @description Opens a conversation. It is readable and listed at once, has no events, and its `job_metadata` is null until the
         *     first turn ran.
         *
         *     Name `index_ids` to *bind* the session to those indexes: they are locked with the first message, and a turn that
         *     names another set is refused with 409. Leave them out, or the whole body, and the session stays unbound: each of
         *     its turns may name other indexes. More than ten indexes are refused with 422.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/{session_id}": {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /**
         * Get a full session
         * @description Reads a session with its complete history: for each turn the `user_input` with the prompt, then the turn's complete
         *     events in the order in which they were streamed, up to its `stop`. Deltas may have been dropped.
         *
         *     Use it to draw a conversation again; use *Get session summary* where the history is not needed, because a long one
         *     is large. Fails with 404 where the session does not exist, was deleted, or belongs to another project.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Delete a session
         * @description Removes a session with its history, for good. From then on it is gone from the list, and every operation on it,
         *     another delete included, answers 404.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/{session_id}/summary": {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /**
         * Get a session summary
         * @description Reads what a list of conversations shows of one of them: title, bound indexes, when it last changed, and what its
         *     most recent turn cost. It is the full session without `events`.
         *
         *     Fails with 404 where the session does not exist, was deleted, or belongs to another project.
         */
        get: operations["getSessionSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/{session_id}/title": {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        get?: never;
        put?: never;
        /**
         * Generate a session title
         * @description Derives a short title from the first message of the user and stores it on the session, so that a list of
         *     conversations can name it. Doing it again is allowed and replaces the title.
         *
         *     Fails with 422 where `first_message` is missing or empty, and with 404 where the session is not there.
         */
        post: operations["generateSessionTitle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/{session_id}/messages/stream": {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        get?: never;
        put?: never;
        /**
         * Stream messages
         * @description Asks the agent a question and streams its answer as server-sent events: what it thinks, the tools it calls and what
         *     they return, the text of the answer, and at the end one `stop` with what the turn cost.
         *
         *     The status is sent before the agent starts. What goes wrong later is told inside the stream, by a `stop` whose
         *     `is_error` is true. A stream that ends without a `stop` was cut: keep what came, and do not send the prompt again by
         *     itself, because the turn may have run and been paid for.
         *
         *     Fails with 404 where the session is not there, with 409 where the session is locked to other indexes or is still
         *     streaming another turn, and with 422 where the prompt is too long or no index is named.
         */
        post: operations["streamMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Timestamp
         * @description When the session last changed, as ISO 8601 date and time. The service was seen to send it with and without a zone; two can be compared only where both have a zone or both have none.
         * @example 2026-04-22T12:34:41.342245
         * @example 2026-04-22T12:34:41Z
         */
        Timestamp: string;
        /**
         * Token count
         * Format: int64
         * @description Tokens of the language model. Null where the service did not count them.
         */
        TokenCount: number | null;
        /**
         * Job metadata
         * @description What the most recent turn of a session cost, and how it ended.
         */
        JobMetadata: {
            /**
             * @description How long the turn took, in milliseconds.
             * @default 0
             */
            duration_ms?: number;
            /** @description What went wrong, for a person to read. Null where the turn succeeded. */
            error?: string | null;
            /** @description Export configurations that the turn used. */
            export_config_ids?: string[] | null;
            /**
             * @description Whether the turn failed. True exactly where `error` is a string.
             * @default false
             */
            is_error?: boolean;
            total_input_tokens?: components["schemas"]["TokenCount"];
            total_output_tokens?: components["schemas"]["TokenCount"];
            /**
             * Format: int32
             * @description How many rounds of the agent's work the service counts, at least one. What makes a round is not published.
             * @default 1
             */
            turns?: number;
        };
        /**
         * Session summary
         * @description What is shown of a session without its history.
         */
        SessionSummary: {
            /** @description Identifies the session in every other operation. Opaque; compare it byte by byte. */
            session_id: string;
            last_updated_at: components["schemas"]["Timestamp"];
            /** @description A short name, derived from the first message of the user. Null until it was generated. */
            generated_title?: string | null;
            /** @description The indexes that the session is bound to. Null where it is unbound. */
            index_ids?: string[] | null;
            /** @description What the most recent turn cost and how it ended. Null until the first turn ran. */
            job_metadata?: components["schemas"]["JobMetadata"] | null;
        };
        /**
         * Session page
         * @description Some of a project's sessions, and where to go on.
         */
        SessionPage: {
            /** @description The sessions of this page, the most recently updated first. */
            items: components["schemas"]["SessionSummary"][];
            /** @description The `page_token` of the next page. Null or left out on the last one. */
            next_page_token?: string | null;
        };
        /**
         * Error
         * @description Says in one sentence why the request was refused.
         */
        Error: {
            /** @description The reason, for a person to read. Do not compare it; use the status. */
            detail: string;
        };
        /**
         * Validation error
         * @description One thing that is wrong with a request.
         */
        ValidationError: {
            /** @description The way to the value: first where it stands (`body`, `query`, `path`, `cookie`, `header`), then names of fields and positions in arrays. */
            loc: (string | number)[];
            /** @description What is wrong, for a person to read. */
            msg: string;
            /** @description What is wrong, for a program to compare, such as `string_too_long` or `missing`. */
            type: string;
            /** @description The value that was refused, as it arrived. */
            input?: unknown;
            /** @description The figures behind the message, such as the limit that was exceeded. */
            ctx?: Record<string, unknown>;
        };
        /**
         * Validation errors
         * @description Says what is wrong with a request, field by field.
         */
        ValidationErrors: {
            /** @description One entry a problem. */
            detail: components["schemas"]["ValidationError"][];
        };
        /**
         * Create session request
         * @description What a new session is bound to.
         */
        CreateSessionRequest: {
            /** @description The indexes that every turn of the session searches, ten at most. Null or left out: the session stays unbound. */
            index_ids?: string[] | null;
        };
        /**
         * Thinking delta
         * @description The next piece of what the agent thinks, for live display. The pieces since the last complete thinking add up to the next one.
         */
        ThinkingDelta: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "thinking_delta";
            /** @description The piece, to be appended as it is. */
            content: string;
        };
        /**
         * Text delta
         * @description The next piece of the answer, for live display. The pieces since the last complete text add up to the next one.
         */
        TextDelta: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "text_delta";
            /** @description The piece, to be appended as it is. */
            content: string;
        };
        /**
         * Thinking
         * @description What the agent thought, complete. It replaces the deltas before it, and may come without any.
         */
        Thinking: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "thinking";
            /** @description The whole thought. */
            content: string;
        };
        /**
         * Text
         * @description A part of the answer, complete. It replaces the deltas before it, and may come without any.
         */
        Text: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "text";
            /** @description The whole text, usually Markdown. */
            content: string;
        };
        /**
         * Tool call
         * @description The agent asks a tool for something, such as a search in an index. A tool result with the same `call_id` answers it; several calls may be open at once.
         */
        ToolCall: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "tool_call";
            /** @description What the tool is asked, by the tool's own names. Any JSON object. */
            arguments: Record<string, unknown>;
            /** @description Identifies the call; unique within the session. */
            call_id: string;
            /** @description The tool. */
            name: string;
        };
        /**
         * Image attachment
         * @description Names the picture of a page, so that its address can be asked for when it is about to be shown.
         */
        ImageAttachment: {
            /** @description The name of the picture among the attachments of its source. */
            attachment_name: string;
            /** @description The document that the page belongs to. */
            source_id: string;
        };
        /**
         * Tool result
         * @description What a tool answered. It names the earlier call of the same turn that it answers.
         */
        ToolResult: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "tool_result";
            /** @description The `call_id` of the call that is answered. */
            call_id: string;
            /** @description The tool, the same as in the call. */
            name: string;
            /** @description Whatever the tool returned. Any JSON value, null included. */
            result: unknown;
            /** @description The picture of the page that the result is about, where there is one. */
            image_attachment?: components["schemas"]["ImageAttachment"] | null;
        };
        /**
         * Usage
         * @description What one turn cost, in time and in tokens of the language model.
         */
        Usage: {
            /**
             * @description How long the turn took, in milliseconds.
             * @default 0
             */
            duration_ms?: number;
            total_input_tokens?: components["schemas"]["TokenCount"];
            total_output_tokens?: components["schemas"]["TokenCount"];
            /**
             * Format: int32
             * @description How many rounds of the agent's work the service counts, at least one. What makes a round is not published.
             * @default 1
             */
            turns?: number;
        };
        /**
         * Stop
         * @description Ends a turn. It comes exactly once, as the last event of a stream.
         */
        Stop: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "stop";
            /** @description What went wrong, for a person to read. Null where the turn succeeded. */
            error: string | null;
            /** @description Whether the turn failed. True exactly where `error` is a string. */
            is_error: boolean;
            usage: components["schemas"]["Usage"];
        };
        /**
         * User input
         * @description What the user asked. It opens each turn of a session's history; a stream may repeat it or leave it out.
         */
        UserInput: {
            /**
             * @description Tells this event from the others. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "user_input";
            /** @description The prompt, as it was sent. */
            content: string;
        };
        /**
         * Event
         * @description One thing that happened in a turn. `type` tells which of the eight it is; on the wire it is always present, although the published reference gives it a default only.
         */
        Event: components["schemas"]["ThinkingDelta"] | components["schemas"]["TextDelta"] | components["schemas"]["Thinking"] | components["schemas"]["Text"] | components["schemas"]["ToolCall"] | components["schemas"]["ToolResult"] | components["schemas"]["Stop"] | components["schemas"]["UserInput"];
        /**
         * Session
         * @description A session with its whole history.
         */
        Session: components["schemas"]["SessionSummary"] & {
            /** @description What happened in the conversation, in order, all turns one after the other. */
            events: components["schemas"]["Event"][];
        };
        /**
         * Generate title request
         * @description What a title is derived from.
         */
        GenerateTitleRequest: {
            /** @description The first message that the user sent. Must not be empty. */
            first_message: string;
        };
        /**
         * Stream messages request
         * @description One prompt, and where the agent may look.
         */
        StreamMessagesRequest: {
            /** @description The indexes that the agent may search in this turn, at least one. On a locked session it must be the same set as the session is locked to, in any order; another set is refused with 409. */
            index_ids: string[];
            /** @description What the user asks, in at most 1000 characters, counted as Unicode code points. A longer prompt is refused with 422. */
            prompt: string;
        };
    };
    responses: {
        /** @description The credential is missing or wrong. Ask for a valid API key; trying again does not help. */
        Unauthorized: {
            headers: {
                /**
                 * @description How to authenticate (RFC 9110, section 11.6.1); names the `Bearer` scheme.
                 * @example Bearer
                 */
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is not as described here: a field is missing, has the wrong type or is out of bounds, or the body is not JSON. `detail` names each field; mend the request before trying again. */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrors"];
            };
        };
        /** @description Too many requests in a short time (RFC 6585, section 4). Wait as long as `Retry-After` says. */
        TooManyRequests: {
            headers: {
                /**
                 * @description How long to wait, in seconds, or until when, as an HTTP date (RFC 9110, section 10.2.3).
                 * @example 30
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something broke inside the service. A read or a delete may be tried again; a prompt should not. */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such session in this project; it may have been deleted. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The session cannot take this turn: it is locked to other indexes, or another turn of it is still streaming. Ask with the indexes that it is bound to, or wait for the other turn to end. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
         * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
         */
        ProjectId: string | null;
        /**
         * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
         * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
         */
        OrganizationId: string | null;
        /**
         * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
         * @example b3BhcXVlLXNlc3Npb24
         */
        SessionCookie: string | null;
        /**
         * @description How many sessions a page holds at most; left out, the server chooses. Less than 1 is refused with 422. A server has a maximum of its own, and takes more for that maximum.
         * @example 20
         */
        PageSize: number | null;
        /**
         * @description Where to go on: the `next_page_token` of the page before, unchanged. Left out, the first page is meant.
         * @example b2Zmc2V0OjIw
         */
        PageToken: string | null;
        /**
         * @description The session, as `session_id` of its summary says it.
         * @example ses_5b1f0c7e
         */
        SessionId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSessions: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
                /**
                 * @description How many sessions a page holds at most; left out, the server chooses. Less than 1 is refused with 422. A server has a maximum of its own, and takes more for that maximum.
                 * @example 20
                 */
                page_size?: components["parameters"]["PageSize"];
                /**
                 * @description Where to go on: the `next_page_token` of the page before, unchanged. Left out, the first page is meant.
                 * @example b2Zmc2V0OjIw
                 */
                page_token?: components["parameters"]["PageToken"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions, newest first; empty where the project has none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    createSession: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /** @description The indexes to bind, if any. The body may be left out. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateSessionRequest"];
            };
        };
        responses: {
            /** @description The new session, without events and without a title. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionSummary"];
                };
            };
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    getSession: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The session and its events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    deleteSession: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The session is deleted. There is no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    getSessionSummary: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The summary as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionSummary"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    generateSessionTitle: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /** @description The message that the title is derived from. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["GenerateTitleRequest"];
            };
        };
        responses: {
            /** @description The summary with `generated_title` set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionSummary"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    streamMessages: {
        parameters: {
            query?: {
                /**
                 * @description The project whose sessions are meant. Left out, the server takes the project that the API key belongs to. A session is not visible from another project.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization that the project belongs to. Left out, the server takes the one of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The session, as `session_id` of its summary says it.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description A browser that is signed in to the service sends this cookie in place of an API key. Programs send a bearer token and leave it out.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /** @description The prompt, and the indexes that the agent may search. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StreamMessagesRequest"];
            };
        };
        responses: {
            /**
             * @description The turn as it is made: UTF-8 server-sent events, each with one JSON Event as its `data`. Comment lines keep the
             *     connection alive and mean nothing. The response ends after `stop`.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": AsyncIterable<components["schemas"]["Event"]>;
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableContent"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
}
export type Timestamp = components["schemas"]["Timestamp"];
export type TokenCount = components["schemas"]["TokenCount"];
export type JobMetadata = components["schemas"]["JobMetadata"];
export type SessionSummary = components["schemas"]["SessionSummary"];
export type SessionPage = components["schemas"]["SessionPage"];
export type Error = components["schemas"]["Error"];
export type ValidationError = components["schemas"]["ValidationError"];
export type ValidationErrors = components["schemas"]["ValidationErrors"];
export type CreateSessionRequest = components["schemas"]["CreateSessionRequest"];
export type ThinkingDelta = components["schemas"]["ThinkingDelta"];
export type TextDelta = components["schemas"]["TextDelta"];
export type Thinking = components["schemas"]["Thinking"];
export type Text = components["schemas"]["Text"];
export type ToolCall = components["schemas"]["ToolCall"];
export type ImageAttachment = components["schemas"]["ImageAttachment"];
export type ToolResult = components["schemas"]["ToolResult"];
export type Usage = components["schemas"]["Usage"];
export type Stop = components["schemas"]["Stop"];
export type UserInput = components["schemas"]["UserInput"];
export type Event = components["schemas"]["Event"];
export type Session = components["schemas"]["Session"];
export type GenerateTitleRequest = components["schemas"]["GenerateTitleRequest"];
export type StreamMessagesRequest = components["schemas"]["StreamMessagesRequest"];
