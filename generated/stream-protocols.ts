// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
import type { StreamProtocol } from '../src/sse/stream-protocol.ts';

/** The rules of each event stream, by operation. */
export const streamProtocols: Readonly<Record<string, StreamProtocol>> = {
  streamMessages: {
    "eventNames": {
      "provenance": "documented",
      "default": "message",
      "names": {
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
      }
    },
    "end": {
      "type": "stop",
      "provenance": "documented",
      "nothingAfter": {
        "provenance": "assumed"
      }
    },
    "accumulations": [
      {
        "delta": "thinking_delta",
        "complete": "thinking",
        "field": "content",
        "provenance": "assumed"
      },
      {
        "delta": "text_delta",
        "complete": "text",
        "field": "content",
        "provenance": "assumed"
      }
    ],
    "correlations": [
      {
        "call": "tool_call",
        "result": "tool_result",
        "key": "call_id",
        "equal": [
          "name"
        ],
        "uniqueWithin": "session",
        "provenance": "assumed"
      }
    ],
    "failure": {
      "type": "stop",
      "flag": "is_error",
      "message": "error",
      "provenance": "assumed"
    },
    "input": {
      "type": "user_input",
      "field": "content",
      "requestField": "prompt",
      "provenance": "assumed"
    }
  },
};
