import { randomUUID } from 'node:crypto';
import { createClient, ErrorReply } from '@redis/client';
import { systemClock } from '../../src/shared/clock.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { UsageError } from '../../src/shared/usage-error.ts';
import type { StoredSession } from '../sessions/session.ts';
import { newestFirst, type SessionStore, StoreLost } from '../sessions/session-store.ts';

/** A connection to a Redis server with one store for each name of `X-Mock-Session`. */
export interface RedisStores {
  open(session: string | undefined): SessionStore;
  /**
   * Waits for pending writes, then ends the turns of this process and the connection. Later calls throw `StoreLost`.
   */
  close(): Promise<void>;
}

/** Lease of a turn in milliseconds; its process renews it. */
const lease = 15_000;
/** Timeout of the Redis server, in milliseconds. */
const patience = 2000;

const replaceIfUnchanged = `if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) return 1 end return 0`;
const deleteIfOwn = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 0`;

/**
 * Stores sessions in a Redis server, so that several mocks behind one address share them. They remain when the mocks
 * end.
 *
 * Changes are compare-and-set, because another process may change the same session; a turn is a key that expires when
 * its process dies.
 *
 * @param url `redis://` or `rediss://`; a password in it is never shown
 * @throws {UsageError} if the server is unreachable
 */
export async function connectRedisStores(url: string): Promise<RedisStores> {
  if (!URL.canParse(url))
    throw new UsageError(`--state ${withoutSecret(url)} is not a Redis address. Expected redis://HOST:PORT.`);
  const state = { connected: false };
  const client = createConnection(url, state);
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.destroy();
    throw new UsageError(`Cannot reach --state ${withoutSecret(url)}: ${reasonOf(error)}.`);
  }
  state.connected = true;

  const owner = randomUUID();
  const held = new Set<string>();
  const underWay = new Set<Promise<unknown>>();
  const renewal = setInterval(() => {
    for (const key of held) void client.pExpire(key, lease).catch(() => {});
  }, lease / 3);
  renewal.unref();
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await settle(underWay);
    clearInterval(renewal);
    await Promise.all([...held].map((key) => client.eval(deleteIfOwn, { keys: [key], arguments: [owner] }))).catch(
      () => {},
    );
    client.destroy();
  };
  return { close, open: (session) => createRedisStore({ client, owner, held, underWay, close }, prefixOf(session)) };
}

function createConnection(url: string, state: { connected: boolean }) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: patience },
    socket: {
      connectTimeout: patience,
      // At startup, fail at once, because the address may be wrong. Later, reconnect.
      reconnectStrategy: (tries) => state.connected && Math.min(100 * tries, 1000),
    },
  });
  // Without a listener, an error would end the process. The next call reports it.
  client.on('error', () => {});
  return client;
}

interface Connection {
  client: ReturnType<typeof createConnection>;
  owner: string;
  /** The keys of turns in this process. */
  held: Set<string>;
  /** Pending calls. */
  underWay: Set<Promise<unknown>>;
  close(): Promise<void>;
}

function prefixOf(session: string | undefined): string {
  return session === undefined ? 'chat-contract:common:' : `chat-contract:session:${session}:`;
}

function createRedisStore({ client, owner, held, underWay, close }: Connection, prefix: string): SessionStore {
  const sessionsKey = (project: string) => `${prefix}sessions:${project}`;
  const turnKey = (project: string, sessionId: string) => `${prefix}turn:${project}/${sessionId}`;
  const projectsKey = `${prefix}projects`;

  const store = guard(
    {
      async get(project, sessionId) {
        return toSession(await client.hGet(sessionsKey(project), sessionId));
      },
      async set(project, session) {
        await client.sAdd(projectsKey, project);
        await client.hSet(sessionsKey(project), session.session_id, JSON.stringify(session));
      },
      async update(project, sessionId, change) {
        for (;;) {
          const before = await client.hGet(sessionsKey(project), sessionId);
          const session = toSession(before);
          if (!session || !before) return undefined;
          const changed = change(session);
          const args = [sessionId, before, JSON.stringify(changed)];
          if (await client.eval(replaceIfUnchanged, { keys: [sessionsKey(project)], arguments: args })) return changed;
        }
      },
      async delete(project, sessionId) {
        return (await client.hDel(sessionsKey(project), sessionId)) > 0;
      },
      async list(project) {
        const texts = await client.hVals(sessionsKey(project));
        return texts.flatMap((text) => toSession(text) ?? []).sort(newestFirst);
      },
      async projects() {
        return (await client.sMembers(projectsKey)).sort();
      },
      async beginTurn(project, sessionId) {
        const key = turnKey(project, sessionId);
        const begun = await client.set(key, owner, { condition: 'NX', expiration: { type: 'PX', value: lease } });
        if (begun) held.add(key);
        return begun !== null;
      },
      async endTurn(project, sessionId) {
        const key = turnKey(project, sessionId);
        held.delete(key);
        await client.eval(deleteIfOwn, { keys: [key], arguments: [owner] });
      },
      async clear() {
        const projects = await client.sMembers(projectsKey);
        await client.del([projectsKey, ...projects.map(sessionsKey)]);
        for await (const keys of client.scanIterator({ MATCH: `${prefix}turn:*` })) {
          if (keys.length > 0) await client.del(keys);
        }
      },
      async agree(name, proposal) {
        await client.hSetNX(`${prefix}agreed`, name, proposal);
        return (await client.hGet(`${prefix}agreed`, name)) ?? proposal;
      },
      async close() {},
    },
    underWay,
  );
  return { ...store, close };
}

/** Waits until no call is pending, including calls made by earlier ones, up to the timeout. */
async function settle(underWay: ReadonlySet<Promise<unknown>>): Promise<void> {
  const stop = new AbortController();
  const late = systemClock.sleep(patience, stop.signal);
  let isLate = false;
  void late.then(() => {
    isLate = true;
  });
  while (underWay.size > 0 && !isLate) {
    await Promise.race([Promise.allSettled(underWay), late]);
    await new Promise(setImmediate);
  }
  stop.abort();
}

/** Converts errors of the server to `StoreLost`. Errors thrown by `change` are unchanged. */
function guard(store: SessionStore, underWay: Set<Promise<unknown>>): SessionStore {
  const guarded = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: never[]) => {
      const call = (method as (...args: never[]) => Promise<unknown>)(...args);
      underWay.add(call);
      try {
        return await call;
      } catch (error) {
        throw new StoreLost(`The session store of this mock is unreachable (${reasonOf(error)}); try again.`);
      } finally {
        underWay.delete(call);
      }
    },
  ]);
  return Object.fromEntries(guarded) as SessionStore;
}

function toSession(text: string | null): StoredSession | undefined {
  const value = text === null ? undefined : parseJson(text);
  return isObject(value) ? (value as unknown as StoredSession) : undefined;
}

function withoutSecret(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//***@');
}

/** The error code or kind only, because the message can contain the address with its password. */
function reasonOf(error: unknown): string {
  if (error instanceof ErrorReply) return error.message.replace(/\.$/, '');
  const { code, cause, errors, constructor: kind } = error as Error & { code?: string; errors?: unknown[] };
  if (code) return code;
  if (errors?.[0]) return reasonOf(errors[0]);
  return cause ? reasonOf(cause) : kind.name;
}
