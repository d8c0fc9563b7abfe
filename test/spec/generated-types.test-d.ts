import { describe, expectTypeOf, it } from 'vitest';
import type { operations as Descriptors } from '../../generated/operations.ts';
import type { operations } from '../../generated/types.ts';
import {
  type ChatClient,
  createChatClient,
  type Event,
  type Session,
  type SessionPage,
  type SessionSummary,
  type Usage,
} from '../../src/client/index.ts';

const client = createChatClient({ baseUrl: 'http://127.0.0.1' });

describe('an event', () => {
  it('is narrowed by its type, and there are eight', () => {
    function read(event: Event): unknown {
      switch (event.type) {
        case 'thinking_delta':
        case 'text_delta':
        case 'thinking':
        case 'text':
        case 'user_input':
          return expectTypeOf(event.content).toEqualTypeOf<string>();
        case 'tool_call':
          return expectTypeOf(event.arguments).toEqualTypeOf<Record<string, unknown>>();
        case 'tool_result':
          expectTypeOf(event.result).toEqualTypeOf<unknown>();
          return expectTypeOf(event.image_attachment?.source_id).toEqualTypeOf<string | undefined>();
        case 'stop':
          expectTypeOf(event.usage).toEqualTypeOf<Usage>();
          return expectTypeOf(event.error).toEqualTypeOf<string | null>();
        default:
          return expectTypeOf(event).toBeNever();
      }
    }
    expectTypeOf(read).toBeFunction();
  });

  it('is not narrowed to never where a type is left out', () => {
    function read(event: Event): void {
      if (event.type === 'stop') return;
      // @ts-expect-error seven types are left
      const rest: never = event;
      expectTypeOf(rest).toBeNever();
    }
    expectTypeOf(read).toBeFunction();
  });

  it('has no other type', () => {
    expectTypeOf<Event['type']>().toEqualTypeOf<
      'thinking_delta' | 'text_delta' | 'thinking' | 'text' | 'tool_call' | 'tool_result' | 'stop' | 'user_input'
    >();
  });
});

describe('the client', () => {
  it('has a method for each operation', () => {
    expectTypeOf<Exclude<keyof ChatClient, 'http' | 'use'>>().toEqualTypeOf<keyof operations>();
    expectTypeOf<Exclude<keyof ChatClient, 'http' | 'use'>>().toEqualTypeOf<keyof typeof Descriptors>();
  });

  it('types what comes back', () => {
    expectTypeOf(client.listSessions()).resolves.toEqualTypeOf<SessionPage>();
    expectTypeOf(client.listSessions.all()).toEqualTypeOf<AsyncIterable<SessionSummary>>();
    expectTypeOf(client.createSession()).resolves.toEqualTypeOf<SessionSummary>();
    expectTypeOf(client.getSession('ses_1')).resolves.toEqualTypeOf<Session>();
    expectTypeOf(client.deleteSession('ses_1')).resolves.toEqualTypeOf<void>();
    expectTypeOf(client.streamMessages('ses_1', { index_ids: ['a'], prompt: 'b' })).toEqualTypeOf<
      AsyncIterable<Event>
    >();
  });

  it('types a stream as its events, not as text', () => {
    type Body = operations['streamMessages']['responses'][200]['content']['text/event-stream'];
    expectTypeOf<Body>().toEqualTypeOf<AsyncIterable<Event>>();
  });

  it('keeps a field with a default optional: a server may leave it out', () => {
    expectTypeOf<Usage['turns']>().toEqualTypeOf<number | undefined>();
  });

  it('refuses calls that the contract does not know', () => {
    // Compiled, never run.
    void (async () => {
      // @ts-expect-error the body is required
      client.streamMessages('ses_1');
      // @ts-expect-error prompt is required
      client.streamMessages('ses_1', { index_ids: ['a'] });
      // @ts-expect-error index_ids is a list of strings
      client.streamMessages('ses_1', { index_ids: [1], prompt: 'b' });
      // @ts-expect-error index_ids cannot be null in a turn
      client.streamMessages('ses_1', { index_ids: null, prompt: 'b' });
      // @ts-expect-error the field is called first_message
      client.generateSessionTitle('ses_1', { firstMessage: 'a' });
      // @ts-expect-error a session is named
      client.getSession();
      // @ts-expect-error an id is a string
      client.deleteSession(5);
      // @ts-expect-error page_size is a number
      client.listSessions({ page_size: '5' });
      // @ts-expect-error following the pages sets the token itself
      client.listSessions.all({ page_token: 'x' });
      // @ts-expect-error no such query parameter
      client.getSession('ses_1', { query: { page_size: 5 } });
      // @ts-expect-error only a list has pages
      client.getSession.all;
      // @ts-expect-error a stream is iterated, not awaited for its events
      (await client.streamMessages('ses_1', { index_ids: ['a'], prompt: 'b' })).length;
      client.createSession({ index_ids: null }, { query: { project_id: null }, signal: AbortSignal.timeout(1) });
    });
  });
});
