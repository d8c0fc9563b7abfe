import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's path of Chromium; `CHROMIUM_PATH` sets another one. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** The reason why browser tests are skipped; `undefined` if they can run. */
export const noBrowser = existsSync(executablePath)
  ? undefined
  : `There is no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM_PATH.`;

/** Chromium without a window and without update requests. It also runs as root. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(browserOptions);
}

/** The launch options. */
export const browserOptions = {
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
};
