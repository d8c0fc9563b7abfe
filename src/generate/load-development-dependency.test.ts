import { describe, expect, it } from 'vitest';
import { UsageError } from '../shared/usage-error.ts';
import { loadDevelopmentDependency } from './load-development-dependency.ts';

describe('loadDevelopmentDependency', () => {
  it('hands over the module', async () => {
    expect(await loadDevelopmentDependency('yaml', async () => ({ parse: 1 }))).toEqual({ parse: 1 });
  });

  it('says how to install what is missing', async () => {
    const missing = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_MODULE_NOT_FOUND' }));
    const call = loadDevelopmentDependency('typescript', missing);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow('install it with `npm install --save-dev typescript`');
  });

  it('leaves other errors as they are', async () => {
    const broken = () => Promise.reject(new SyntaxError('broken'));
    await expect(loadDevelopmentDependency('typescript', broken)).rejects.toThrow(SyntaxError);
  });
});
