import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { OpenApiDocument } from '../src/openapi/openapi-document.ts';
import { createMock } from './mock.ts';

/** A mock of the paths, with components, of OpenAPI 3.1 where nothing else is said. */
function mockOf(text: string, openapi = '3.1.0', options = {}) {
  const mock = createMock({
    ...options,
    document: { openapi, info: { title: 't', version: '1' }, ...parse(text) } as OpenApiDocument,
  });
  return (path: string, init?: RequestInit) => mock.fetch(new Request(`http://mock${path}`, init));
}

test('rejects values outside of a bound without state', async () => {
  const limit = '{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 30}}';
  const text = `{paths: {/days: {get: {parameters: [${limit}], responses: ${ok}}}}}`;
  const send = mockOf(text, '3.1.0', { stateless: true });
  const statuses = ['1', '30', '31', '0'].map(async (value) => (await send(`/days?limit=${value}`)).status);
  expect(await Promise.all(statuses)).toEqual([200, 200, 422, 422]);
});

const ok = `{'200': {description: ok, content: {application/json: {example: {}}}}}`;

describe('parameters', () => {
  const object = '{type: object, required: [x], properties: {x: {type: integer}, y: {type: string}}}';
  const list = '{type: array, items: {type: integer}}';
  const nested = `{type: object, required: [x], properties: {x: {type: integer}, l: ${list}}}`;
  const send = mockOf(`
paths:
  /form: {get: {parameters: [{name: a, in: query, required: true, schema: ${list}}], responses: ${ok}}}
  /csv: {get: {parameters: [{name: a, in: query, required: true, explode: false, schema: ${list}}], responses: ${ok}}}
  /pipe: {get: {parameters: [{name: a, in: query, required: true, style: pipeDelimited, explode: false, schema: ${list}}], responses: ${ok}}}
  /space: {get: {parameters: [{name: a, in: query, required: true, style: spaceDelimited, explode: false, schema: ${list}}], responses: ${ok}}}
  /lists: {get: {parameters: [{name: a, in: query, schema: {type: array, items: ${nested}}}], responses: ${ok}}}
  /nested: {get: {parameters: [{name: o, in: query, schema: ${nested}}], responses: ${ok}}}
  /deep: {get: {parameters: [{name: o, in: query, required: true, style: deepObject, schema: ${object}}], responses: ${ok}}}
  /object: {get: {parameters: [{name: o, in: query, required: true, schema: ${object}}], responses: ${ok}}}
  /flat: {get: {parameters: [{name: o, in: query, required: true, explode: false, schema: ${object}}], responses: ${ok}}}
  /json: {get: {parameters: [{name: o, in: query, required: true, content: {application/json: {schema: ${object}}}}], responses: ${ok}}}
  /any: {get: {parameters: [{name: a, in: query, schema: {anyOf: [${list}, {type: 'null'}]}}], responses: ${ok}}}
  /all: {get: {parameters: [{name: a, in: query, schema: {allOf: [{type: integer, enum: [1, 2]}], default: 1}}], responses: ${ok}}}
  /enum: {get: {parameters: [{name: a, in: query, schema: {enum: [1, 2, 'x']}}], responses: ${ok}}}
  /simple/{p}: {get: {parameters: [{name: p, in: path, required: true, schema: ${list}}], responses: ${ok}}}
  /label/{p}: {get: {parameters: [{name: p, in: path, required: true, style: label, schema: ${list}}], responses: ${ok}}}
  /matrix/{p}: {get: {parameters: [{name: p, in: path, required: true, style: matrix, schema: ${list}}], responses: ${ok}}}
  /matrices/{p}: {get: {parameters: [{name: p, in: path, required: true, style: matrix, explode: true, schema: ${list}}], responses: ${ok}}}
  /pathobject/{p}: {get: {parameters: [{name: p, in: path, required: true, explode: true, schema: ${object}}], responses: ${ok}}}
  /header: {get: {parameters: [{name: X-A, in: header, required: true, schema: ${list}}], responses: ${ok}}}
  /headers: {get: {parameters: [{name: X-O, in: header, required: true, explode: true, schema: ${object}}], responses: ${ok}}}
  /cookie: {get: {parameters: [{name: c, in: cookie, required: true, explode: false, schema: ${list}}], responses: ${ok}}}
  /flag: {get: {parameters: [{name: f, in: query, required: true, allowEmptyValue: true, schema: {type: boolean}}], responses: ${ok}}}
  /ignored: {get: {parameters: [{name: Accept, in: header, required: true, schema: {enum: [never]}}], responses: ${ok}}}
`);
  test.each<[path: string, status: number, headers?: HeadersInit]>([
    ['/form?a=1&a=2', 200],
    ['/form?a=1', 200],
    ['/form?a=1,2', 422],
    ['/form', 422],
    [`/lists?a=${encodeURIComponent('{"x":1,"l":[2]}')}`, 200],
    [`/lists?a=${encodeURIComponent('{"x":"1"}')}`, 422],
    [`/nested?x=1&l=${encodeURIComponent('[2]')}`, 200],
    [`/nested?x=1&l=${encodeURIComponent('["a"]')}`, 422],
    ['/nested?x=1&l=2&l=3', 200],
    ['/csv?a=1,2', 200],
    ['/csv?a=1%2C2', 200],
    ['/csv?a=1,x', 422],
    ['/pipe?a=1%7C2', 200],
    ['/pipe?a=1|2', 200],
    ['/space?a=1%202', 200],
    ['/space?a=1+2', 200],
    ['/deep?o[x]=1', 200],
    ['/deep?o%5Bx%5D=1&o%5By%5D=a', 200],
    ['/deep?o[x]=a', 422],
    ['/deep?o[y]=a', 422],
    ['/deep', 422],
    ['/object?x=1&y=a', 200],
    ['/object?y=a', 422],
    ['/flat?o=x,1,y,a', 200],
    ['/flat?o=x,a', 422],
    ['/json?o=%7B%22x%22%3A1%7D', 200],
    ['/json?o=%7B%7D', 422],
    ['/any?a=1&a=2', 200],
    ['/any?a=x', 422],
    ['/all?a=2', 200],
    ['/all?a=3', 422],
    ['/enum?a=2', 200],
    ['/enum?a=x', 200],
    ['/enum?a=3', 422],
    ['/simple/1,2', 200],
    ['/simple/1,x', 422],
    ['/label/.1,2', 200],
    ['/label/.1.2', 200],
    ['/label/1,2', 422],
    ['/matrix/;p=1,2', 200],
    ['/matrix/;q=1,2', 422],
    ['/matrices/;p=1;p=2', 200],
    ['/pathobject/x=1,y=a', 200],
    ['/pathobject/y=a', 422],
    ['/header', 200, { 'x-a': '1, 2' }],
    ['/header', 422, { 'x-a': '1, b' }],
    ['/headers', 200, { 'x-o': 'x=1,y=a' }],
    ['/cookie', 200, { cookie: 'c=1,2' }],
    ['/cookie', 422, { cookie: 'd=1' }],
    ['/flag?f', 200],
    ['/flag?f=maybe', 422],
    ['/ignored', 200],
  ])('%s is %d', async (path, status, headers = {}) => {
    expect((await send(path, { headers })).status).toBe(status);
  });
});

describe('bodies', () => {
  const send = mockOf(`
paths:
  /files: {post: {requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [file, n], properties: {file: {type: string, format: binary}, n: {type: integer}, tags: {type: array, items: {type: string}}, meta: {type: object, required: [a], properties: {a: {type: integer}}}}}}}}, responses: {'201': {description: ok}}}}
  /form: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: integer}, list: {type: array, items: {type: integer}}, deep: {type: object, properties: {x: {type: integer}}}}}}}}, responses: ${ok}}}
  /album: {post: {requestBody: {content: {multipart/form-data: {schema: {properties: {media: {type: array, items: {type: object, required: [a]}}}}}}}, responses: ${ok}}}
  /photo: {post: {requestBody: {content: {multipart/form-data: {schema: {properties: {file: {type: string, format: binary}}}, encoding: {file: {contentType: 'image/gif, image/png'}}}}}, responses: ${ok}}}
  /listed: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {properties: {list: {type: array, items: {type: integer}}}}, encoding: {list: {explode: false}}}}}, responses: ${ok}}}
  /image: {put: {requestBody: {required: true, content: {'image/*': {schema: {type: string, format: binary}}}}, responses: ${ok}}}
  /any: {post: {requestBody: {content: {'*/*': {schema: {type: object}}}}, responses: ${ok}}}
  /charset: {post: {requestBody: {content: {'application/json; charset=utf-8': {schema: {required: [a]}}}}, responses: ${ok}}}
  /text: {post: {requestBody: {content: {text/plain: {schema: {type: string, maxLength: 3}}}}, responses: ${ok}}}
`);
  const picture = new Blob([Uint8Array.of(0x89, 0xff, 0, 1)], { type: 'image/png' });
  const form = (fields: Record<string, string | Blob | string[]>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) data.append(name, one as string);
    return data;
  };
  const type = (value: string) => ({ 'content-type': value });
  test.each<[string, RequestInit, number]>([
    ['/files', { body: form({ file: picture, n: '1', tags: ['a', 'b'], meta: '{"a":1}' }) }, 201],
    ['/files', { body: form({ file: picture, n: 'x' }) }, 422],
    ['/files', { body: form({ n: '1' }) }, 422],
    ['/files', { body: form({ file: picture, n: '1', meta: '{"a":"x"}' }) }, 422],
    ['/files', { body: 'not a form', headers: type('multipart/form-data; boundary=x') }, 422],
    ['/form', { body: new URLSearchParams('a=1&list=1&list=2&deep[x]=1') }, 200],
    ['/form', { body: new URLSearchParams('a=1&list[]=1&list[]=x') }, 422],
    ['/form', { body: new URLSearchParams('a=1&deep[x]=y') }, 422],
    ['/form', { body: new URLSearchParams('b=1') }, 422],
    ['/album', { body: form({ media: '{"a":1}' }) }, 200],
    ['/album', { body: form({ media: '{"b":1}' }) }, 422],
    ['/form', { body: new URLSearchParams('a=x') }, 422],
    ['/photo', { body: form({ file: picture }) }, 200],
    ['/photo', { body: form({ file: new Blob(['%PDF']) }) }, 200],
    ['/photo', { body: form({ file: new Blob(['%PDF'], { type: 'application/pdf' }) }) }, 422],
    ['/listed', { body: new URLSearchParams('list=1,2') }, 200],
    ['/listed', { body: new URLSearchParams('list=1,x') }, 422],
    ['/image', { method: 'PUT', body: picture }, 200],
    ['/image', { method: 'PUT', body: '{}', headers: type('application/json') }, 415],
    ['/any', { body: '{}', headers: type('application/json') }, 200],
    ['/any', { body: Uint8Array.of(0xff), headers: type('application/pdf') }, 200],
    ['/charset', { body: '{"a":1}', headers: type('application/json') }, 200],
    ['/charset', { body: '{"a":1}', headers: type('application/json; charset=utf-8') }, 200],
    ['/charset', { body: '{}', headers: type('application/json; charset="utf-8"') }, 422],
    ['/text', { body: 'abc', headers: type('text/plain; charset=utf-8') }, 200],
    ['/text', { body: 'abcd', headers: type('text/plain') }, 422],
    ['/text', { body: 'abc', headers: type('text/html') }, 415],
  ])('%s %j is %d', async (path, init, status) => {
    expect((await send(path, { method: 'POST', ...init })).status).toBe(status);
  });
});

describe('security', () => {
  const of = (security: string) => `{get: {security: ${security}, responses: ${ok}}}`;
  const send = mockOf(`
paths:
  /either: ${of('[{key: []}, {bearer: []}]')}
  /both: ${of('[{key: [], query: []}]')}
  /optional: ${of('[{key: []}, {}]')}
  /digest: ${of('[{digest: []}]')}
  /mtls: ${of('[{mtls: []}]')}
  /cookie: ${of('[{cookie: []}]')}
  /openid: ${of('[{openid: []}]')}
  /undefined: ${of('[{nowhere: []}]')}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: k}
    bearer: {type: http, scheme: Bearer}
    digest: {type: http, scheme: digest}
    mtls: {type: mutualTLS}
    cookie: {type: apiKey, in: cookie, name: sid}
    openid: {type: openIdConnect, openIdConnectUrl: 'https://a.test/'}
`);
  test.each<[string, HeadersInit, number, string | undefined]>([
    ['/either', { 'x-key': 'k' }, 200, undefined],
    ['/either', { authorization: 'Bearer k' }, 200, undefined],
    ['/either', { authorization: 'Basic a' }, 401, 'ApiKey, Bearer'],
    ['/both', { 'x-key': 'k' }, 401, 'ApiKey'],
    ['/both?k=1', { 'x-key': 'k' }, 200, undefined],
    ['/optional', {}, 200, undefined],
    ['/digest', {}, 401, 'Digest realm="mock", nonce="mock", qop="auth"'],
    ['/digest', { authorization: 'Digest username="a", realm="r", nonce="n", uri="/", response="x"' }, 200, undefined],
    ['/digest', { authorization: 'Digest nothing' }, 401, 'Digest realm="mock", nonce="mock", qop="auth"'],
    ['/mtls', {}, 200, undefined],
    ['/cookie', { cookie: 'a=b; sid=1' }, 200, undefined],
    ['/cookie', {}, 401, 'ApiKey'],
    ['/openid', { authorization: 'Bearer k' }, 200, undefined],
    ['/openid', { authorization: 'Bearer invalid' }, 401, 'Bearer'],
    ['/undefined', {}, 200, undefined],
  ])('%s with %j is %d', async (path, headers, status, challenge) => {
    const response = await send(path, { headers });
    expect([response.status, response.headers.get('www-authenticate') ?? undefined]).toEqual([status, challenge]);
  });
});

describe('responses', () => {
  test.each([
    [undefined, 200, '"json"'],
    ['*/*', 200, '<a>1</a>'],
    ['application/xml', 200, '<a>1</a>'],
    ['application/vnd.api+json', 200, '"vendor"'],
    ['application/json;q=0.8, application/xml', 200, '<a>1</a>'],
    ['application/*;q=0.5, text/plain', 200, '<a>1</a>'],
    ['application/json;q=0, */*', 200, '<a>1</a>'],
    ['TEXT/CSV, application/json;q=0.1', 200, '"json"'],
    ['text/csv', 406, undefined],
    [';;;,/', 200, '"json"'],
  ])('Accept: %s is %d', async (accept, status, body) => {
    const send = mockOf(
      `paths: {/t: {get: {responses: {'200': {description: d, content: {application/xml: {example: <a>1</a>}, application/json: {example: json}, application/vnd.api+json: {example: vendor}}}}}}}`,
    );
    const response = await send('/t', accept === undefined ? {} : { headers: { accept } });
    expect(response.status).toBe(status);
    if (body !== undefined) expect(await response.text()).toBe(body);
  });

  test('sends bodies and headers that satisfy their schemas', async () => {
    const send = mockOf(`
paths:
  /a:
    get:
      responses:
        '200':
          description: ok
          headers:
            X-Flag: {schema: {type: boolean}}
            X-List: {schema: {type: array, items: {type: string}}}
            X-Total: {schema: {type: integer, minimum: 7}}
          content:
            application/json:
              schema:
                type: object
                required: [id, size, u, price]
                properties:
                  id: {type: string, pattern: '^[0-9]{4}-[A-F]+$'}
                  size: {type: array, items: {type: string}, minItems: 3, uniqueItems: true}
                  u: {oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, required: [b], properties: {b: {type: integer}}}]}
                  price: {type: number, exclusiveMinimum: 0, multipleOf: 0.01, maximum: 0.5}
                  wrong: {type: integer, example: none}
                  secret: {type: string, writeOnly: true}
`);
    const response = await send('/a', { headers: { origin: 'http://a.test' } });
    const body = await response.json();
    expect(response.headers.get('sl-violations')).toBeNull();
    expect(body.id).toMatch(/^[0-9]{4}-[A-F]+$/);
    expect(new Set(body.size).size).toBe(3);
    expect(Object.keys(body).sort()).toEqual(['id', 'price', 'size', 'u', 'wrong']);
    expect([...'flag list total'.split(' ')].map((name) => response.headers.get(`x-${name}`))).toEqual([
      'true',
      'string',
      '7',
    ]);
    expect(response.headers.get('access-control-expose-headers')).toContain('x-total');
  });

  test('uses the names of the schema in XML', async () => {
    const send = mockOf(`
paths: {/p: {get: {responses: {'200': {description: d, content: {application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}}
components: {schemas: {Pet: {type: object, xml: {name: pet}, properties: {id: {type: integer, xml: {attribute: true}}, name: {type: string, example: 'a<b'}, tags: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: tag}}}}}}}
`);
    expect(await (await send('/p')).text()).toBe('<pet id="0"><name>a&lt;b</name><tags><tag>string</tag></tags></pet>');
  });

  test('does not send documented framing headers and invalid header names', async () => {
    const names = ['Content-Length', 'Transfer-Encoding', 'Content-Encoding', 'Connection', 'X Limit', 'X-Limit'];
    const headers = names.map((name) => `'${name}': {schema: {type: string, example: '7'}}`).join(', ');
    const content = '{application/json: {example: {}}}';
    const send = mockOf(
      `paths: {/a: {get: {responses: {'200': {description: ok, headers: {${headers}}, content: ${content}}}}}}`,
    );
    const { headers: sent } = await send('/a');
    expect(names.flatMap((name) => (name.includes(' ') ? [] : (sent.get(name) ?? [])))).toEqual(['7']);
  });

  test('sends an object as text only to a client that accepts other types, too', async () => {
    const send = mockOf(`
paths:
  /object: {get: {responses: {'200': {description: ok, content: {text/plain: {schema: {type: object, required: [a], properties: {a: {const: 1}}}}}}}}}
  /text: {get: {responses: {'200': {description: ok, content: {text/plain: {schema: {type: string, example: '{"a": 1}'}}}}}}}
`);
    const get = async (path: string, accept: string) => {
      const response = await send(path, { headers: { accept } });
      return [response.status, await response.text()];
    };
    expect(await get('/object', 'text/plain, application/json;q=0.9')).toEqual([200, '{"a":1}']);
    expect(await get('/object', 'text/plain')).toEqual([500, expect.stringContaining('give the response an example')]);
    expect(await get('/text', 'text/plain')).toEqual([200, '{"a": 1}']);
  });

  test('rejects requests in the form of the document', async () => {
    const send = mockOf(`
paths:
  /a: {get: {security: [{k: []}], responses: {'401': {description: no, content: {application/json: {schema: {type: object, properties: {error: {type: string}, code: {type: integer}}}, example: {error: unauthorized, code: 17}}}}}}}
  /b: {get: {security: [{k: []}], responses: {4XX: {description: no, content: {application/problem+json: {}}}}}}
  /c: {get: {security: [{k: []}], responses: {default: {description: no, content: {application/json: {schema: {type: object, required: [message], properties: {message: {type: string}}}}}}}}}
components: {securitySchemes: {k: {type: http, scheme: bearer}}}
`);
    const read = async (path: string) => {
      const response = await send(path);
      return [response.status, response.headers.get('www-authenticate'), await response.json()];
    };
    expect(await read('/a')).toEqual([401, 'Bearer', { error: 'unauthorized', code: 17 }]);
    expect(await read('/b')).toEqual([401, 'Bearer', expect.objectContaining({ title: 'Unauthorized', status: 401 })]);
    expect(await read('/c')).toEqual([401, 'Bearer', { message: 'string' }]);
  });

  test('reports an example that violates its schema, and returns 500 with errors', async () => {
    const paths = {
      '/a': {
        get: {
          responses: {
            '200': { description: 'd', content: { 'application/json': { example: 1, schema: { type: 'object' } } } },
          },
        },
      },
    };
    const document = { openapi: '3.1.0', info: { title: 't', version: '1' }, paths } as OpenApiDocument;
    const said = await createMock({ document }).fetch(new Request('http://mock/a'));
    expect([said.status, JSON.parse(said.headers.get('sl-violations')!)]).toEqual([
      200,
      [{ location: ['response', 'body'], severity: 'Error', code: 'type', message: 'must be object' }],
    ]);
    expect((await createMock({ document, errors: true }).fetch(new Request('http://mock/a'))).status).toBe(500);
  });
});

describe('schemas that refer to each other', () => {
  /** Each has all others as optional properties. */
  const linked = (count: number): OpenApiDocument => {
    const names = Array.from({ length: count }, (_, index) => `S${index}`);
    const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const schemas = Object.fromEntries(
      names.map((name) => [
        name,
        { type: 'object', properties: Object.fromEntries(names.map((other) => [other, to(other)])) },
      ]),
    );
    const responses = { '200': { description: 'd', content: { 'application/json': { schema: to('S0') } } } };
    return {
      openapi: '3.1.0',
      info: { title: 't', version: '1' },
      paths: { '/a': { get: { responses } } },
      components: { schemas },
    } as OpenApiDocument;
  };

  test.each([8, 12, 40])('%d do not block the mock, with or without an example', async (count) => {
    const mock = createMock({ document: linked(count) });
    const started = process.cpuUsage();
    const response = await mock.fetch(new Request('http://mock/a'));
    expect(response.status).toBe(200);
    expect(Object.keys(await response.json()).length).toBeGreaterThan(0);
    await mock.fetch(new Request('http://mock/a', { headers: { prefer: 'dynamic=true' } }));
    const { user, system } = process.cpuUsage(started);
    // Of the processor, because others use it too; it was half a minute for eight, and without end for twelve.
    expect((user + system) / 1000).toBeLessThan(1_500);
  });

  test('in an error or a request body do not concern a generated success', async () => {
    const document = linked(40);
    const { get } = (document.paths as { '/a': { get: { responses: Record<string, object> } } })['/a'];
    const linkedContent = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } };
    const small = { type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum: 7, maximum: 7 } } };
    Object.assign(get, { requestBody: { content: linkedContent } });
    get.responses.default = { description: 'd', content: linkedContent };
    get.responses['200'] = { description: 'd', content: { 'application/json': { schema: small } } };
    const mock = createMock({ document });
    const response = await mock.fetch(new Request('http://mock/a', { headers: { prefer: 'dynamic=true' } }));
    expect(await response.json()).toMatchObject({ n: 7 });
  });
});

test('applies constraints next to a reference in 3.1, and ignores them in 3.0', async () => {
  const text = `
paths: {/n: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S', maxLength: 2}}}}, responses: ${ok}}}}
components: {schemas: {S: {type: string, maxLength: 5}}}
`;
  const init = { method: 'POST', body: '"abcd"', headers: { 'content-type': 'application/json' } };
  expect((await mockOf(text, '3.0.3')('/n', init)).status).toBe(200);
  expect((await mockOf(text, '3.1.0')('/n', init)).status).toBe(422);
});

test('lists the methods of the path in a preflight response', async () => {
  const paths = `{'/notes/{id}': {query: {responses: ${ok}}, additionalOperations: {COPY: {responses: ${ok}}}}}`;
  const send = mockOf(`{paths: ${paths}}`, '3.2.0');
  const headers = { origin: 'http://page', 'access-control-request-method': 'COPY' };
  const methodsOf = async (path: string) =>
    (await send(path, { method: 'OPTIONS', headers })).headers.get('access-control-allow-methods');
  expect(await methodsOf('/notes/1')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, QUERY, COPY');
  expect(await methodsOf('/others')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
});
