// A headless Chromium for the scenarios: starts it, and stops it whatever happens.
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** Runs a scenario with a browser whose pages fail it by any error of their own. */
export async function withBrowser(scenario) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  const complaints = [];
  try {
    await scenario(async (options = {}) => {
      const page = await (await browser.newContext(options)).newPage();
      page.setDefaultTimeout(60_000);
      page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
      page.on('console', (line) => line.type() === 'error' && complaints.push(`console: ${line.text()}`));
      return page;
    });
  } catch (error) {
    console.log(complaints.join('\n'));
    throw error;
  } finally {
    await browser.close();
  }
  if (complaints.length) throw new Error(complaints.join('\n'));
}
