import { expect, it } from 'vitest';
import { linkMedia } from './link-media.ts';

it('replaces media that a page would load with links, and leaves data unchanged', () => {
  const picture = () => ({ description: '![A](https://a.example/a.png)' });
  const document = {
    info: {
      description:
        'See ![a map](https://a.example/map.png "Map"), ![](pictures/b.png), ![c][ref] and ![d](data:image/png;base64,AA).',
      'x-logo': { url: 'https://a.example/logo.svg' },
    },
    tags: [
      {
        name: 'a',
        description: '<p><img alt="e" src="https://a.example/e.png"/> <iframe src=//b.example></iframe></p>',
      },
    ],
    components: {
      examples: { one: { value: picture() } },
      schemas: { A: { example: [picture()], properties: { description: picture() } } },
    },
  };
  linkMedia(document);
  expect(document).toEqual({
    info: {
      description:
        'See [a map](https://a.example/map.png), [pictures/b.png](pictures/b.png), [c][ref] and ![d](data:image/png;base64,AA).',
    },
    tags: [
      {
        name: 'a',
        description: '<p><a href="https://a.example/e.png">e</a> <a href="//b.example">//b.example</a></iframe></p>',
      },
    ],
    components: {
      examples: { one: { value: { description: '![A](https://a.example/a.png)' } } },
      schemas: {
        A: {
          example: [{ description: '![A](https://a.example/a.png)' }],
          properties: { description: { description: '[A](https://a.example/a.png)' } },
        },
      },
    },
  });
});
