// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
import type { StreamProtocol } from '../src/sse/stream-protocol.ts';

/** The rules of each event stream, by operation. */
export const streamProtocols: Readonly<Record<string, StreamProtocol>> = {
  streamMessages: {
    "provenance": {
      "default": "assumed",
      "data-json": "documented",
      "event-name": "documented",
      "end-present": "documented",
      "end-once": "documented"
    },
    "eventName": {
      "delta": [
        "thinking_delta",
        "text_delta"
      ],
      "message": [
        "thinking",
        "text",
        "tool_call",
        "tool_result",
        "stop",
        "user_input"
      ]
    },
    "end": "stop",
    "failure": {
      "events": {
        "type": "stop",
        "where": {
          "/is_error": true
        }
      }
    },
    "once": [
      "user_input"
    ],
    "fields": [
      {
        "name": "error",
        "on": "stop",
        "at": "/error",
        "present": {
          "/is_error": true
        }
      },
      {
        "name": "input",
        "on": "user_input",
        "at": "/content",
        "echo": "/prompt"
      }
    ],
    "same": [
      {
        "name": "tool name",
        "places": [
          {
            "on": [
              "tool_call",
              "tool_result"
            ],
            "at": "/name",
            "key": "/call_id"
          }
        ]
      }
    ],
    "lifecycles": [
      {
        "name": "call",
        "key": "/call_id",
        "open": "tool_call",
        "close": "tool_result",
        "unique": "session"
      }
    ],
    "texts": [
      {
        "name": "thinking",
        "delta": {
          "on": "thinking_delta",
          "at": "/content"
        },
        "complete": {
          "on": "thinking",
          "at": "/content"
        },
        "completion": "required"
      },
      {
        "name": "text",
        "delta": {
          "on": "text_delta",
          "at": "/content"
        },
        "complete": {
          "on": "text",
          "at": "/content"
        },
        "completion": "required"
      }
    ]
  },
};
