import { itemsOf } from '../probes/probe.ts';
import { judge, type Rule } from './rule.ts';
import { failed, received, statusOf, succeeded } from './support/answer.ts';
import { chat } from './support/chat-api.ts';
import { ownIds } from './support/list.ts';

export const rule: Rule = {
  id: 'projects-apart',
  title: 'Another project does not see the sessions of this one.',
  provenance: 'documented',
  clause: 'Sessions belong to a project: another `project_id` does not see them (the list: documented; 404: assumed).',
  family: 'sessions',
  counterexamples: ['projects-shared'],
  needs: ['projects', 'scopes'],
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
                message: 'The list of another project shows a session of this one.',
                expected: 'a list without it',
              }
            : undefined;
        }
        if (statusOf(exchange) === 404) return undefined;
        return {
          ...about,
          message: `${exchange.operation} does not answer 404 for a session of another project.`,
          expected: '404',
          provenance: succeeded(exchange) ? 'documented' : 'assumed',
        };
      },
    ),
};
