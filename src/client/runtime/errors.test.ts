import { describe, expect, it } from 'vitest';
import { ApiError, ChatError, readRetryAfter, toApiError, type ValidationError } from './errors.ts';

const now = Date.parse('2026-04-22T12:00:00Z');

describe('toApiError', () => {
  it.each([
    [400, 'ApiError'],
    [401, 'AuthenticationError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [422, 'ValidationError'],
    [429, 'RateLimitError'],
    [500, 'ServerError'],
    [503, 'ServerError'],
  ])('turns %i into a %s', (status, name) => {
    const error = toApiError('getSession', new Response(null, { status }), { detail: 'Why.' }, now);
    expect(error).toMatchObject({ name, status, detail: 'Why.', message: `getSession: ${status}: Why.` });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(ChatError);
  });

  it('lists the fields of a 422', () => {
    const fields = [
      { loc: ['body', 'index_ids', 0], msg: 'must be a string', type: 'string_type' },
      { loc: ['body', 'prompt'], msg: 'is missing', type: 'missing' },
    ];
    const error = toApiError('streamMessages', new Response(null, { status: 422 }), { detail: fields }, now);
    expect((error as ValidationError).fields).toEqual(fields);
    expect(error.message).toBe('streamMessages: 422: body.index_ids.0: must be a string; body.prompt: is missing');
  });

  it.each([
    ['a proxy’s page', '<h1>Bad gateway</h1>', 'getSession: 502: <h1>Bad gateway</h1>'],
    ['nothing', '', 'getSession: 502'],
    ['another object', { error: 'x' }, 'getSession: 502: {"error":"x"}'],
    ['an odd list', { detail: [null, 5] }, 'getSession: 502: null; 5'],
  ])('accepts %s as a body', (_, body, message) => {
    expect(toApiError('getSession', new Response(null, { status: 502 }), body, now).message).toBe(message);
  });

  it('says how long to wait', () => {
    const response = new Response(null, { status: 429, headers: { 'retry-after': '30' } });
    expect(toApiError('getSession', response, {}, now)).toMatchObject({ retryAfter: 30_000 });
    expect(toApiError('getSession', new Response(null, { status: 429 }), {}, now)).toMatchObject({
      retryAfter: undefined,
    });
  });
});

describe('readRetryAfter', () => {
  it.each([
    ['0', 0],
    ['2', 2000],
    ['Wed, 22 Apr 2026 12:00:05 GMT', 5000],
    ['Wed, 22 Apr 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    ['1.5', 1500],
    ['-5', undefined],
    ['10 s', undefined],
    ['Sun Nov  6 08:49:37 2050', expect.any(Number)],
    [null, undefined],
  ])('reads %s', (given, want) => {
    expect(readRetryAfter(given, now)).toEqual(want);
  });
});
