import { expect, test } from 'vitest';
import type { Operation } from '../../src/openapi/contract.ts';
import { createRouter } from './router.ts';

/** The template that a path matches, and its parameters. */
function routeTo(path: string, templates: string[], method = 'GET') {
  const operations = templates.map((template) => {
    const [verb, at] = template.includes(' ') && /^[A-Z]/.test(template) ? template.split(/ (.*)/) : ['GET', template];
    return { id: at, method: verb, path: at } as Operation;
  });
  const route = createRouter(operations)(method, path);
  return route.found === 'operation' ? [route.operation.path, route.parameters] : route;
}

test.each([
  ['/caf%C3%A9/1', '/café/{id}', { id: '1' }],
  ['/caf%c3%a9/1', '/café/{id}', { id: '1' }],
  ['/%E7%94%A8%E6%88%B7/%E5%88%97', '/用户/列', {}],
  ['/a%20b/list', '/a b/list', {}],
  ['/a%20b/list', '/a%20b/list', {}],
  ['/discount/100%25/1', '/discount/100%/{id}', { id: '1' }],
  ['/%61pi/x', '/api/x', {}],
  ['/a%2Fb/x', '/{id}/x', { id: 'a/b' }],
  ['/%F0%9F%98%80', '/{id}', { id: '😀' }],
  ['/report.pdf', '/{name}.{type}', { name: 'report', type: 'pdf' }],
  ['/report.tar.gz', '/{name}.{type}', { name: 'report.tar', type: 'gz' }],
  ['/1:stop', '/{id}:stop', { id: '1' }],
  ['/a%2Fb:c%3Astop', '/{id}:stop', { id: 'a/b:c' }],
  ['/Users(%27bob%27)/%24count', "/Users('{name}')/$count", { name: 'bob' }],
  ['/1...5', '/{from}...{to}', { from: '1', to: '5' }],
  ['/(a)/1', '/(a)/{id}', { id: '1' }],
  ['/a;x=1', '/a{matrix}', { matrix: ';x=1' }],
  ['/path//foo', '/path/{param}/foo', { param: '' }],
  ['/files/1/raw', '/files/{folder/name}/raw', { 'folder/name': '1' }],
  ['/files/1/', '/files/{id}/', { id: '1' }],
  ['/users/1', '/users/{id}#activate', { id: '1' }],
])('%s is %s', (path, template, parameters) => {
  expect(routeTo(path, [template])).toEqual([template, parameters]);
});

test.each([
  ['/users/me', ['/users/{id}', '/users/me'], '/users/me'],
  ['/users/bob:activate', ['/users/{name}', '/users/{name}:activate'], '/users/{name}:activate'],
  ['/users/bob:activate', ['/users/{name}:activate', '/users/{name}'], '/users/{name}:activate'],
  ['/a.b', ['/{x}', '/{x}.{y}'], '/{x}.{y}'],
  ['/a/b/c', ['/a/{x}/c', '/a/b/{y}'], '/a/b/{y}'],
  ['/a/b/c', ['/{x}/{y}/{z}', '/{x}/b/c', '/a/{y}/{z}'], '/{x}/b/c'],
  ['/items', ['/items#first', '/items'], '/items'],
  ['/v1/x:y', ['/v1/{a}:{b}', '/v1/{a}:y'], '/v1/{a}:y'],
])('selects the most concrete of several templates for %s', (path, templates, expected) => {
  expect(routeTo(path, templates)).toMatchObject([expected, {}]);
});

test.each([
  ['GET', '/users/me', '/users/{id}'],
  ['HEAD', '/users/me', '/users/{id}'],
  ['PUT', '/users/me', '/users/me'],
  ['POST', '/users/1%3Astop', '/users/{id}:stop'],
  ['GET', '/users/1%3Astop', '/users/{id}'],
])('%s %s selects the most concrete template with this method', (method, path, expected) => {
  expect(routeTo(path, ['/users/{id}', 'PUT /users/me', 'POST /users/{id}:stop'], method)).toMatchObject([
    expected,
    {},
  ]);
});

test('lists the methods of all matching templates in Allow', () => {
  const route = routeTo('/users/me', ['/users/{id}', 'PUT /users/me'], 'DELETE');
  expect(route).toEqual({ found: 'path', allowed: ['PUT', 'GET', 'HEAD'] });
});

test.each([
  ['GET', 'beta=true', '/messages?beta=true'],
  ['GET', 'a=1&beta=true', '/messages?beta=true'],
  ['GET', 'beta=false', '/messages'],
  ['GET', '', '/messages'],
  ['GET', 'acl', '/messages?acl'],
  ['PUT', 'acl', '/messages'],
])('%s with the query %s is %s', (method, search, expected) => {
  const templates = ['/messages', '/messages?beta=true', '/messages?acl', 'PUT /messages'];
  const operations = templates.map((template) => {
    const [, verb = 'GET', path = ''] = /^([A-Z]+ )?(.*)$/.exec(template)!;
    return { id: template, method: verb.trim(), path } as Operation;
  });
  const route = createRouter(operations)(method, '/messages', new URLSearchParams(search));
  expect(route).toMatchObject({ found: 'operation', operation: { path: expected } });
});

test.each(['/a/', '/', '/a/b', '/%E0%A4%A', '/%', '/a%2Fb'])('%s matches no path', (path) => {
  expect(routeTo(path, ['/a', '/a/b/c'])).toEqual({ found: 'nothing' });
});

test('serves HEAD where GET is documented, and lists it in Allow', () => {
  expect(routeTo('/a', ['/a'], 'HEAD')).toMatchObject(['/a', {}]);
  expect(routeTo('/a', ['/a'], 'PUT')).toEqual({ found: 'path', allowed: ['GET', 'HEAD'] });
  expect(routeTo('/a', ['POST /a'], 'HEAD')).toEqual({ found: 'path', allowed: ['POST'] });
});

test('selects by method if templates differ only in the names of their parameters', () => {
  const templates = ['DELETE /a/{id}', 'GET /a/{digest}'];
  expect(routeTo('/a/1', templates)).toMatchObject(['/a/{digest}', { digest: '1' }]);
  expect(routeTo('/a/1', templates, 'DELETE')).toMatchObject(['/a/{id}', { id: '1' }]);
  expect(routeTo('/a/1', templates, 'PUT')).toEqual({ found: 'path', allowed: ['DELETE', 'GET', 'HEAD'] });
});

test.each([
  ['lat=1&lon=2', '/now?lat={lat}&lon={lon}'],
  ['id=1', '/now?id={id}'],
  ['lat=1', '/now?lat={lat}&lon={lon}'],
  ['', '/now?lat={lat}&lon={lon}'],
])('selects by query if templates differ in it: %s matches %s', (search, expected) => {
  const operations = ['/now?id={id}', '/now?lat={lat}&lon={lon}'].map((path) => ({ id: path, method: 'GET', path }));
  const route = createRouter(operations as Operation[])('GET', '/now', new URLSearchParams(search));
  expect(route).toMatchObject({ found: 'operation', operation: { path: expected } });
});

test('reads a path parameter from the query of a template', () => {
  const operations = [{ id: 'x', method: 'GET', path: '/export?name={file}' } as Operation];
  const route = createRouter(operations)('GET', '/export', new URLSearchParams('name=a b%'));
  expect(route).toMatchObject({ found: 'operation', parameters: { file: 'a b%' }, encoded: { file: 'a%20b%25' } });
});
