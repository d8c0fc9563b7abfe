// Written by `npm run generate` from spec/. Do not edit:
// change the contract in spec/ and run `npm run generate` again.
import type { OperationDescriptor } from '../src/openapi/operation-descriptor.ts';

/** The operations, as data for the client. */
export const operations = {
  listSessions: {
    "method": "GET",
    "path": "/api/v1/chat",
    "paging": {
      "token": "page_token",
      "next": "next_page_token",
      "items": "items"
    }
  },
  createSession: {
    "method": "POST",
    "path": "/api/v1/chat",
    "body": "optional"
  },
  getSession: {
    "method": "GET",
    "path": "/api/v1/chat/{session_id}"
  },
  deleteSession: {
    "method": "DELETE",
    "path": "/api/v1/chat/{session_id}"
  },
  getSessionSummary: {
    "method": "GET",
    "path": "/api/v1/chat/{session_id}/summary"
  },
  generateSessionTitle: {
    "method": "POST",
    "path": "/api/v1/chat/{session_id}/title",
    "body": "required"
  },
  streamMessages: {
    "method": "POST",
    "path": "/api/v1/chat/{session_id}/messages/stream",
    "body": "required",
    "stream": {
      "end": "stop"
    }
  },
} as const satisfies Record<string, OperationDescriptor>;
