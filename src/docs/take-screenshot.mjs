// Takes the picture of the documentation that is in docs/: `npm run docs:screenshot`. It needs Chromium.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page = 'chat-contract.html', picture = 'docs/documentation.png'] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await tab.goto(`${pathToFileURL(resolve(page))}#/messages/streammessages`);
  await tab.getByText('Events of the stream').scrollIntoViewIfNeeded();
  await tab.evaluate(() => document.fonts.ready);
  await tab.screenshot({ path: picture });
} finally {
  await browser.close();
}
