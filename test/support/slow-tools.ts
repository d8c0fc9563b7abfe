import { installTools } from '../../scripts/install-tools.js';

/** Installs the tools of the slow tests, once before them. */
export default function installSlowTools(): void {
  installTools('test');
}
