import { installTools } from '../../scripts/install-tools.js';

/** Installs what only the slow tests need, once before them. */
export default function installSlowTools(): void {
  installTools('test');
}
