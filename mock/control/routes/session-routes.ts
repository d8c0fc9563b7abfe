import { isObject } from '../../../src/shared/json.ts';
import { UsageError } from '../../../src/shared/usage-error.ts';
import { jsonReply } from '../../http/replies.ts';
import type { Target } from '../../http/target.ts';
import type { Seed } from '../../sessions/seed.ts';
import { type ControlRoutes, done, fileHeaders } from './route.ts';

/** The sessions and their histories. */
export const sessionRoutes: ControlRoutes = {
  '/__mock/sessions': {
    GET: {
      does: 'lists all sessions with their histories, by project',
      answer: async ({ controls }) => jsonReply(200, { projects: await controls.sessions() }),
    },
  },
  '/__mock/seed': {
    POST: {
      does: 'adds the sessions of {"sessions": [...]}',
      async answer({ controls, body }) {
        await controls.seed(seedIn(body) ?? (body as Seed));
        return done;
      },
    },
  },
  '/__mock/reset': {
    POST: {
      does: 'resets the state; {"seed": "demo", "none" or {"sessions": [...]}} sets the sessions',
      async answer({ controls, body }) {
        await controls.reset(seedIn(body));
        return done;
      },
    },
  },
  '/__mock/sessions/{session}/transcript': {
    GET: {
      does: "exports a session's history as a .sse fixture; ?project=",
      answer: async ({ controls, name, target }) => ({
        status: 200,
        headers: fileHeaders(`${name}.sse`),
        text: await controls.exportTranscript(name, projectIn(target)),
      }),
    },
    POST: {
      does: 'appends the turns of a .sse fixture to the history; returns {"problems"}, their protocol violations',
      answer: async ({ controls, name, target, text }) =>
        jsonReply(200, { problems: await controls.importTranscript(name, text, projectIn(target)) }),
    },
  },
};

function projectIn({ query }: Target): string | undefined {
  return query.get('project')?.toLowerCase() || undefined;
}

/** File names are not accepted over HTTP, so that clients cannot read files of this machine. */
function seedIn(body: unknown): string | Seed | undefined {
  if (body === undefined) return undefined;
  const seed = isObject(body) ? body.seed : body;
  if (seed === undefined || seed === 'demo' || seed === 'none') return seed;
  if (typeof seed === 'string') throw new UsageError('seed must be demo, none or {"sessions": [...]}.');
  return seed as Seed;
}
