import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian puts Chromium; another place goes with `CHROMIUM_PATH`. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why tests in a browser are left out, or `undefined` where they can run. */
export const noBrowser = existsSync(executablePath)
  ? undefined
  : `There is no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM_PATH.`;

/** Chromium without a window. It asks nobody for updates, and runs as root, too. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(browserOptions);
}

/** How it is launched. */
export const browserOptions = {
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
};
