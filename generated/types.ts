// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
export interface paths {
    "/api/v1/chat": {
        parameters: {
            query?: {
                /**
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /**
         * List sessions
         * @description Lists the sessions of a project in pages, most recently updated first.
         *
         *     Each item is the summary that *Get a session summary* returns. To read all sessions once, follow `next_page_token`
         *     until it is null or absent. Page tokens are opaque: send them back unchanged, and only to the project that issued
         *     them. An unknown token is rejected with 422.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Create a session
         * @description Creates a session. It can be read and is listed immediately, has no events, and its `job_metadata` is null until
         *     its first turn.
         *
         *     With `index_ids`, the session is *bound* to these indexes: the first message locks them, and a turn with another
         *     set is rejected with 409. Without `index_ids`, or without a body, the session is unbound, and each turn may use
         *     other indexes. More than 10 indexes are rejected with 422.
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /**
         * Get a full session
         * @description Returns a session with its complete history: for each turn, a `user_input` with the prompt, then the complete
         *     events in streaming order, up to the `stop`. Increments may be missing.
         *
         *     Use it to restore a conversation. If you do not need the history, which can be large, use *Get a session summary*.
         *     Returns 404 if the session does not exist, was deleted, or belongs to another project.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Delete a session
         * @description Deletes a session and its history permanently. After that, the session is not listed, and every operation on it
         *     returns 404, including another delete.
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /**
         * Get a session summary
         * @description Returns a session without its `events`: title, bound indexes, time of the last change, and cost of the most recent
         *     turn.
         *
         *     Returns 404 if the session does not exist, was deleted, or belongs to another project.
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        get?: never;
        put?: never;
        /**
         * Generate a session title
         * @description Derives a short title from the user's first message and stores it in the session, for lists of conversations. A
         *     repeated call replaces the title.
         *
         *     Returns 422 if `first_message` is missing or empty, and 404 if the session does not exist.
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        get?: never;
        put?: never;
        /**
         * Stream messages
         * @description Sends a prompt to the agent and streams its answer as server-sent events: its thinking, its tool calls with their
         *     results, the text of the answer, and finally one `stop` with the cost of the turn.
         *
         *     The status is sent before the agent starts. Later errors are reported in the stream, by a `stop` whose `is_error` is
         *     true. A stream without a `stop` was interrupted: keep the events received so far, and do not send the prompt again
         *     automatically, because the turn may have run and cost tokens.
         *
         *     Returns 404 if the session does not exist, 409 if the session is locked to other indexes or another of its turns
         *     is still streaming, and 422 if the prompt is too long or no index is named.
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
         * @description When the session last changed, as an ISO 8601 date and time. The service has been observed to send it with and without a time zone. Two timestamps can be compared only if both or neither have one.
         * @example 2026-04-22T12:34:41.342245
         * @example 2026-04-22T12:34:41Z
         */
        Timestamp: string;
        /**
         * Token count
         * Format: int64
         * @description A number of tokens of the language model. Null if the service did not count them.
         */
        TokenCount: number | null;
        /**
         * Job metadata
         * @description The cost and outcome of a session's most recent turn.
         */
        JobMetadata: {
            /**
             * @description The duration of the turn, in milliseconds.
             * @default 0
             */
            duration_ms?: number;
            /** @description The error, for people. Null if the turn succeeded. */
            error?: string | null;
            /** @description The export configurations that the turn used. */
            export_config_ids?: string[] | null;
            /**
             * @description Whether the turn failed. True if and only if `error` is a string.
             * @default false
             */
            is_error?: boolean;
            total_input_tokens?: components["schemas"]["TokenCount"];
            total_output_tokens?: components["schemas"]["TokenCount"];
            /**
             * Format: int32
             * @description The number of the agent's rounds, as the service counts them; at least 1. The reference does not define a round.
             * @default 1
             */
            turns?: number;
        };
        /**
         * Session summary
         * @description A session without its history.
         */
        SessionSummary: {
            /** @description Identifies the session in all operations. Opaque and case-sensitive. */
            session_id: string;
            last_updated_at: components["schemas"]["Timestamp"];
            /** @description A short title, derived from the user's first message. Null until it is generated. */
            generated_title?: string | null;
            /** @description The indexes that the session is bound to. Null if it is unbound. */
            index_ids?: string[] | null;
            /** @description The cost and outcome of the most recent turn. Null before the first turn. */
            job_metadata?: components["schemas"]["JobMetadata"] | null;
        };
        /**
         * Session page
         * @description One page of a project's sessions.
         */
        SessionPage: {
            /** @description The sessions of this page, most recently updated first. */
            items: components["schemas"]["SessionSummary"][];
            /** @description The `page_token` of the next page. Null or absent on the last page. */
            next_page_token?: string | null;
        };
        /**
         * Error
         * @description Why the request was rejected, in one sentence.
         */
        Error: {
            /** @description The reason, for people. Programs should use the status instead. */
            detail: string;
        };
        /**
         * Validation error
         * @description One invalid value of a request.
         */
        ValidationError: {
            /** @description The location of the value: first `body`, `query`, `path`, `cookie` or `header`, then field names and array positions. */
            loc: (string | number)[];
            /** @description The problem, for people. */
            msg: string;
            /** @description The problem, for programs, such as `string_too_long` or `missing`. */
            type: string;
            /** @description The rejected value, as received. */
            input?: unknown;
            /** @description Values that the message mentions, such as the limit that was exceeded. */
            ctx?: Record<string, unknown>;
        };
        /**
         * Validation errors
         * @description The invalid values of a request.
         */
        ValidationErrors: {
            /** @description One entry for each problem. */
            detail: components["schemas"]["ValidationError"][];
        };
        /**
         * Create session request
         * @description The indexes to bind a new session to.
         */
        CreateSessionRequest: {
            /** @description The indexes that every turn of the session searches; at most 10. If null or absent, the session is unbound. */
            index_ids?: string[] | null;
        };
        /**
         * Thinking delta
         * @description The next increment of the agent's thinking, for live display. The increments since the last complete thinking add up to the next complete thinking.
         */
        ThinkingDelta: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "thinking_delta";
            /** @description The increment. Append it unchanged. */
            content: string;
        };
        /**
         * Text delta
         * @description The next increment of the answer, for live display. The increments since the last complete text add up to the next complete text.
         */
        TextDelta: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "text_delta";
            /** @description The increment. Append it unchanged. */
            content: string;
        };
        /**
         * Thinking
         * @description A complete thought of the agent. It replaces the increments before it, if any.
         */
        Thinking: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "thinking";
            /** @description The complete thought. */
            content: string;
        };
        /**
         * Text
         * @description A complete part of the answer. It replaces the increments before it, if any.
         */
        Text: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "text";
            /** @description The complete text, usually Markdown. */
            content: string;
        };
        /**
         * Tool call
         * @description A call of a tool by the agent, such as a search in an index. The tool result with the same `call_id` belongs to it. Several calls may be open at once.
         */
        ToolCall: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "tool_call";
            /** @description The arguments of the call. Any JSON object. */
            arguments: Record<string, unknown>;
            /** @description Identifies the call. Unique within the session. */
            call_id: string;
            /** @description The name of the tool. */
            name: string;
        };
        /**
         * Image attachment
         * @description Identifies the image of a page, so that a client can request its address when it shows the image.
         */
        ImageAttachment: {
            /** @description The name of the image among the attachments of its source. */
            attachment_name: string;
            /** @description Identifies the document that contains the page. */
            source_id: string;
        };
        /**
         * Tool result
         * @description The result of a tool call of the same turn.
         */
        ToolResult: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "tool_result";
            /** @description The `call_id` of the call that this result belongs to. */
            call_id: string;
            /** @description The name of the tool, as in the call. */
            name: string;
            /** @description The value that the tool returned. Any JSON value, including null. */
            result: unknown;
            /** @description The image of the page that the result refers to, if any. */
            image_attachment?: components["schemas"]["ImageAttachment"] | null;
        };
        /**
         * Usage
         * @description The cost of one turn, in time and in tokens of the language model.
         */
        Usage: {
            /**
             * @description The duration of the turn, in milliseconds.
             * @default 0
             */
            duration_ms?: number;
            total_input_tokens?: components["schemas"]["TokenCount"];
            total_output_tokens?: components["schemas"]["TokenCount"];
            /**
             * Format: int32
             * @description The number of the agent's rounds, as the service counts them; at least 1. The reference does not define a round.
             * @default 1
             */
            turns?: number;
        };
        /**
         * Stop
         * @description Ends a turn. Every stream has exactly one, as its last event.
         */
        Stop: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "stop";
            /** @description The error, for people. Null if the turn succeeded. */
            error: string | null;
            /** @description Whether the turn failed. True if and only if `error` is a string. */
            is_error: boolean;
            usage: components["schemas"]["Usage"];
        };
        /**
         * User input
         * @description The user's prompt. It opens each turn of a session's history. A stream may repeat or omit it.
         */
        UserInput: {
            /**
             * @description The type of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "user_input";
            /** @description The prompt, unchanged. */
            content: string;
        };
        /**
         * Event
         * @description One event of a turn. `type` names its type, one of eight. It is always present on the wire, although the published reference only gives it a default.
         */
        Event: components["schemas"]["ThinkingDelta"] | components["schemas"]["TextDelta"] | components["schemas"]["Thinking"] | components["schemas"]["Text"] | components["schemas"]["ToolCall"] | components["schemas"]["ToolResult"] | components["schemas"]["Stop"] | components["schemas"]["UserInput"];
        /**
         * Session
         * @description A session with its complete history.
         */
        Session: components["schemas"]["SessionSummary"] & {
            /** @description The events of all turns, in order. */
            events: components["schemas"]["Event"][];
        };
        /**
         * Generate title request
         * @description The message to derive a title from.
         */
        GenerateTitleRequest: {
            /** @description The user's first message. Must not be empty. */
            first_message: string;
        };
        /**
         * Stream messages request
         * @description A prompt, and the indexes that the agent may search.
         */
        StreamMessagesRequest: {
            /** @description The indexes that the agent may search in this turn; at least one. If the session is locked, it must be the set that the session is locked to, in any order; any other set is rejected with 409. */
            index_ids: string[];
            /** @description The user's question; at most 1000 Unicode code points. A longer prompt is rejected with 422. */
            prompt: string;
        };
    };
    responses: {
        /** @description The credential is missing or invalid. Repeating the request does not help. */
        Unauthorized: {
            headers: {
                /**
                 * @description The authentication challenge (RFC 9110, section 11.6.1). Names the `Bearer` scheme.
                 * @example Bearer
                 */
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request violates this contract: a field is missing, has the wrong type or is out of bounds, or the body is not JSON. `detail` names each field. */
        UnprocessableContent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ValidationErrors"];
            };
        };
        /** @description Too many requests in a short time (RFC 6585, section 4). Wait for the time in `Retry-After`. */
        TooManyRequests: {
            headers: {
                /**
                 * @description The number of seconds to wait, or the HTTP date to wait for (RFC 9110, section 10.2.3).
                 * @example 30
                 */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description An internal error of the service. Clients may repeat a read or a delete, but not a prompt. */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The session does not exist in this project. It may have been deleted. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The session cannot run this turn: it is locked to other indexes, or another of its turns is still streaming. Send the indexes that it is bound to, or wait for the other turn to end. */
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
         * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
         * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
         */
        ProjectId: string | null;
        /**
         * @description The organization of the project; by default, that of the API key.
         * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
         */
        OrganizationId: string | null;
        /**
         * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
         * @example b3BhcXVlLXNlc3Npb24
         */
        SessionCookie: string | null;
        /**
         * @description The maximum number of sessions on a page; by default, the server chooses. A value below 1 is rejected with 422. A server may have its own maximum and treats larger values as that maximum.
         * @example 20
         */
        PageSize: number | null;
        /**
         * @description The `next_page_token` of the previous page, unchanged. By default, the first page.
         * @example b2Zmc2V0OjIw
         */
        PageToken: string | null;
        /**
         * @description The `session_id` of the session.
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
                /**
                 * @description The maximum number of sessions on a page; by default, the server chooses. A value below 1 is rejected with 422. A server may have its own maximum and treats larger values as that maximum.
                 * @example 20
                 */
                page_size?: components["parameters"]["PageSize"];
                /**
                 * @description The `next_page_token` of the previous page, unchanged. By default, the first page.
                 * @example b2Zmc2V0OjIw
                 */
                page_token?: components["parameters"]["PageToken"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions, most recently updated first. Empty if the project has none. */
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path?: never;
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /** @description The indexes to bind. Optional. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateSessionRequest"];
            };
        };
        responses: {
            /** @description The new session, without events or a title. */
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The session was deleted. No body. */
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description The current summary. */
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
                 * @example b3BhcXVlLXNlc3Npb24
                 */
                session?: components["parameters"]["SessionCookie"];
            };
        };
        /** @description The message to derive the title from. */
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
                 * @description The project of the sessions; by default, that of the API key. A session is not visible in other projects.
                 * @example 3f0d9a52-6b1e-4f43-9c57-0d1a7a4f2b10
                 */
                project_id?: components["parameters"]["ProjectId"];
                /**
                 * @description The organization of the project; by default, that of the API key.
                 * @example 8a6e0c1d-52b7-4d0e-8f3a-b7c95e21d604
                 */
                organization_id?: components["parameters"]["OrganizationId"];
            };
            header?: never;
            path: {
                /**
                 * @description The `session_id` of the session.
                 * @example ses_5b1f0c7e
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: {
                /**
                 * @description The cookie that a browser signed in to the service sends instead of an API key. Programs omit it and send a bearer token.
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
             * @description The turn, as the agent produces it: server-sent events in UTF-8, each with one Event as JSON in its `data`.
             *     Comment lines keep the connection alive; ignore them. The response ends after `stop`.
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
