import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';

/** The defects of a museum's server, one each. */
export type Defect =
  | 'price-as-text'
  | 'created-with-202'
  | 'plain-text'
  | 'no-credential-needed'
  | 'any-limit'
  | 'fails-on-change'
  | 'deletes-nothing';

interface Museum {
  url: string;
  /** The planned events. */
  events: Map<string, Record<string, unknown>>;
  /** The received requests: method and path. */
  asked: string[];
  close(): Promise<void>;
}

/** A server of `test/specs/museum-events.yaml`, written by hand, with one event that belongs to another user. */
export async function startMuseum(defect?: Defect): Promise<Museum> {
  const somebodys = randomUUID();
  const events = new Map<string, Record<string, unknown>>([
    [somebodys, { eventId: somebodys, name: 'Of somebody else', dates: [], price: 1 }],
  ]);
  const asked: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.method} ${pathname}`);
    const send = (status: number, body?: unknown, type = 'application/json', headers = {}) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      response.writeHead(status, { ...(text === undefined ? {} : { 'content-type': type }), ...headers }).end(text);
    };
    const refuse = (status: number, headers = {}) =>
      send(status, { title: 'Refused' }, 'application/problem+json', headers);
    const [, kind, id, ...rest] = pathname.split('/');
    const methods: Record<string, string[]> = { 'opening-hours': ['GET'], events: ['GET', 'POST'] };
    const allowed = id === undefined ? methods[kind ?? ''] : kind === 'events' ? ['GET', 'PATCH', 'DELETE'] : undefined;
    if (!allowed || rest.length > 0) return refuse(404);
    if (!allowed.includes(request.method ?? '')) return refuse(405, { allow: allowed.join(', ') });
    const { authorization } = request.headers;
    const accepted = defect === 'no-credential-needed' && authorization === undefined;
    const right = `Basic ${Buffer.from('museum:a-long-password').toString('base64')}`;
    if (!accepted && authorization !== right) return refuse(401, { 'www-authenticate': 'Basic realm="museum"' });
    const limit = searchParams.get('limit') ?? '10';
    if (!/^-?\d+$/.test(limit) || Number(limit) < 1) return refuse(400);
    if (Number(limit) > 30 && defect !== 'any-limit') return refuse(400);
    const from = searchParams.get('from');
    if (from !== null && !/^\d{4}-\d\d-\d\d$/.test(from)) return refuse(400);
    if (kind === 'opening-hours') {
      return send(200, [{ date: '2026-02-23', opens: '09:00' }], defect === 'plain-text' ? 'text/plain' : undefined);
    }
    if (id === undefined && request.method === 'GET') return send(200, [...events.values()].slice(0, Number(limit)));
    const event = events.get(id ?? '');
    if (id !== undefined && !event) return refuse(404);
    if (request.method === 'GET') return send(200, defect === 'price-as-text' ? { ...event, price: '12.5' } : event);
    if (request.method === 'DELETE') {
      if (defect !== 'deletes-nothing') events.delete(id ?? '');
      return send(204);
    }
    const body = await readJson(request).catch(() => undefined);
    if (!isChange(body)) return refuse(400);
    if (event) {
      if (defect === 'fails-on-change') return refuse(500);
      return send(200, Object.assign(event, 'price' in body ? { price: body.price } : {}));
    }
    if (!isNewEvent(body)) return refuse(400);
    const eventId = randomUUID();
    events.set(eventId, { ...body, eventId });
    return send(defect === 'created-with-202' ? 202 : 201, events.get(eventId));
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    asked,
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}

function isChange(body: unknown): body is Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { price = 0 } = body as { price?: unknown };
  return typeof price === 'number' && price >= 0 && price <= 500;
}

function isNewEvent({ name, dates, price }: Record<string, unknown>): boolean {
  if (typeof name !== 'string' || name === '' || [...name].length > 80 || price === undefined) return false;
  const isDate = (one: unknown) => typeof one === 'string' && /^\d{4}-\d\d-\d\d$/.test(one);
  return Array.isArray(dates) && dates.every(isDate);
}
