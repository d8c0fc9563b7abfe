import { type BrokenServer, skipCheck } from '../../alter.ts';
import type { Behaviour } from '../../reference/behaviour.ts';
import { tokenOf } from '../../reference/page.ts';

type PageOverride = (usual: Behaviour) => Partial<Behaviour>;

const paging = (name: string, clause: string, override: PageOverride): BrokenServer => ({
  name: `paging/${name}`,
  clause,
  override,
});

const onVisible =
  (edit: (sessions: ReturnType<Behaviour['visible']>) => typeof sessions): PageOverride =>
  (usual) => ({
    visible: (call) => edit(usual.visible(call)),
  });

const onPage =
  (edit: (...given: [...Parameters<Behaviour['page']>, Behaviour]) => ReturnType<Behaviour['page']>): PageOverride =>
  (usual) => ({ page: (sessions, size, token, call) => edit(sessions, size, token, call, usual) });

const order = 'most recently updated first';
const once = 'following the token visits every session once';
const sized = 'page_size bounds a page';

/** Lists that violate a clause of paging. */
export const pagingServers: BrokenServer[] = [
  paging(
    'oldest first',
    order,
    onVisible((sessions) => sessions.reverse()),
  ),
  paging('order of creation', order, (usual) => ({
    visible: (call) => {
      const known = [...call.state.sessions.keys()];
      return usual.visible(call).sort((one, other) => known.indexOf(other.id) - known.indexOf(one.id));
    },
    page(sessions, size, token) {
      const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString());
      const next = start + size < sessions.length ? Buffer.from(String(start + size)).toString('base64url') : null;
      return { items: sessions.slice(start, start + size), next };
    },
    fieldErrors: (call) =>
      usual.fieldErrors(call).filter(({ check }) => {
        const token = call.query.get('page_token') ?? '';
        return check !== 'page_token.forged' || !/^\d+$/.test(Buffer.from(token, 'base64url').toString());
      }),
  })),
  paging(
    'each page reversed',
    order,
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, size, token, call);
      return { ...page, items: page.items.reverse() };
    }),
  ),
  paging(
    'two neighbours swapped',
    order,
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, size, token, call);
      const [first, second, ...rest] = page.items;
      return first && second ? { ...page, items: [second, first, ...rest] } : page;
    }),
  ),
  paging(
    'skips one between pages',
    once,
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, size, token, call);
      const next = sessions[sessions.findIndex(({ id }) => id === page.items.at(-1)?.id) + 1];
      return page.next && next ? { ...page, next: tokenOf(next.touched) } : page;
    }),
  ),
  paging(
    'repeats the last item of a page',
    once,
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, size, token, call);
      const last = page.items.at(-1);
      return page.next && last && page.items.length > 1 ? { ...page, next: tokenOf(last.touched + 1) } : page;
    }),
  ),
  paging(
    'repeats within a page',
    once,
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, Math.max(1, size - 1), token, call);
      return { ...page, items: [...page.items.slice(0, 1), ...page.items].slice(0, size) };
    }),
  ),
  paging(
    'second page is the first',
    once,
    onPage((sessions, size, _token, call, usual) => usual.page(sessions, size, null, call)),
  ),
  paging(
    'token ignored and no next',
    once,
    onPage((sessions, size, token, call, usual) => ({
      ...usual.page(sessions, size, null, call),
      next: token === null ? usual.page(sessions, size, null, call).next : null,
    })),
  ),
  paging(
    'ends after the first page',
    once,
    onPage((sessions, size, token, call, usual) => ({
      ...usual.page(sessions, size, token, call),
      next: null,
    })),
  ),
  paging(
    'ends after the second page',
    once,
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, size, token, call);
      return token === null ? page : { ...page, next: null };
    }),
  ),
  paging(
    'never ends, with empty pages',
    'until it is absent',
    onPage((sessions, size, token, call, usual) => {
      const page = usual.page(sessions, size, token, call);
      return { ...page, next: page.next ?? tokenOf(0) };
    }),
  ),
  paging(
    'last session left out',
    once,
    onVisible((sessions) => (sessions.length > 3 ? sessions.slice(0, -1) : sessions)),
  ),
  paging(
    'sessions after a turn left out',
    once,
    onVisible((sessions) => sessions.filter(({ turns }) => turns === 0)),
  ),
  paging(
    'titled sessions left out',
    once,
    onVisible((sessions) => sessions.filter(({ title }) => title === null)),
  ),
  paging(
    'unbound sessions left out',
    once,
    onVisible((sessions) => sessions.filter(({ indexIds }) => indexIds !== null)),
  ),
  paging(
    'bound sessions left out',
    once,
    onVisible((sessions) => sessions.filter(({ indexIds }) => indexIds === null)),
  ),
  paging(
    'page_size ignored',
    sized,
    onPage((sessions, _size, token, call, usual) => usual.page(sessions, 20, token, call)),
  ),
  paging(
    'one more than page_size',
    sized,
    onPage((sessions, size, token, call, usual) => usual.page(sessions, size + 1, token, call)),
  ),
  paging(
    'page_size ignored from the second page on',
    sized,
    onPage((sessions, size, token, call, usual) => usual.page(sessions, token === null ? size : 20, token, call)),
  ),
  paging(
    'at least two on a page',
    sized,
    onPage((sessions, size, token, call, usual) => usual.page(sessions, Math.max(2, size), token, call)),
  ),
  paging('large page_size answers 500', 'above the maximum it is clamped', (usual) => ({
    answer: (call, answer) =>
      call.operation === 'list' && Number(call.query.get('page_size')) > 1000
        ? { status: 500, headers: {}, text: '' }
        : usual.answer(call, answer),
  })),
  paging(
    'large page_size answers an empty page',
    'above the maximum it is clamped',
    onPage((sessions, size, token, call, usual) =>
      Number(call.query.get('page_size')) > 100 ? { items: [], next: null } : usual.page(sessions, size, token, call),
    ),
  ),
  paging('forged token answers an empty page', 'a token never issued is 422', (usual) => ({
    ...skipCheck('list', 'page_token.forged')(usual),
    page: (sessions, size, token, call) =>
      usual.fieldErrors(call).some(({ check }) => check === 'page_token.forged')
        ? { items: [], next: null }
        : usual.page(sessions, size, token, call),
  })),
  paging('forged token answers 500', 'a token never issued is 422', (usual) => ({
    answer: (call, answer) =>
      answer.status === 422 && call.query.get('page_token') !== null
        ? { status: 500, headers: {}, text: 'boom' }
        : usual.answer(call, answer),
  })),
  paging('forged token answers 404', 'a token never issued is 422', (usual) => ({
    answer: (call, answer) =>
      answer.status === 422 && call.query.get('page_token') !== null
        ? { ...answer, status: 404, body: { detail: 'x' } }
        : usual.answer(call, answer),
  })),
];
