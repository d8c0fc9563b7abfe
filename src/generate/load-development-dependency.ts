import { UsageError } from '../shared/usage-error.ts';

/**
 * Loads a package that only some commands need and that is not installed with chat-contract.
 *
 * @throws {UsageError} where it is not installed, with the command that installs it
 */
export async function loadDevelopmentDependency<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(`This needs the package ${name}: install it with \`npm install --save-dev ${name}\`.`);
  }
}
