import { itemsOf } from '../probes/probe.ts';
import { defineRule, judge } from './rule.ts';
import { chat } from './support/chat-api.ts';
import { failed, received, statusOf, succeeded } from './support/documented-response.ts';
import { ownIds } from './support/list.ts';

export const rule = defineRule({
  id: 'projects-apart',
  title: "Another project cannot see this project's sessions",
  clause:
    'Sessions belong to a project. Another `project_id` does not list them (documented) and gets a 404 (assumed).',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['projects-shared'],
  needs: ['projects', 'scopes'],
  requires: 'a created session and a second project',
  check: (context) =>
    judge(
      context.seen.foreign.filter(({ exchange }) => !failed(exchange)),
      ({ session, exchange }) => {
        const about = { operation: exchange.operation, exchange, received: received(exchange) };
        if (exchange.operation === chat.list) {
          const inProject = exchange.request.target.includes('project_id=');
          const hidden = inProject ? ownIds(context) : new Set([session]);
          const visible = itemsOf(exchange).some(({ session_id: id }) => hidden.has(String(id)));
          return visible
            ? {
                ...about,
                message: 'The list of another project contains a session of this one.',
                expected: 'a list without it',
              }
            : undefined;
        }
        if (statusOf(exchange) === 404) return undefined;
        return {
          ...about,
          message: `${exchange.operation} does not return 404 for a session of another project.`,
          expected: '404',
          provenance: succeeded(exchange) ? 'documented' : 'assumed',
        };
      },
    ),
});
