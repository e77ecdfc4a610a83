// Scenarios on the demo page: node demo.mjs SCENARIO URL [SCREENSHOT]
import assert from 'node:assert/strict';
import { withBrowser } from './browser.mjs';

const [scenario, url, screenshot] = process.argv.slice(2);
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' };

const scenarios = {
  // Two tabs see each other's messages, UTF-8 intact, and the sender sees the way its message took.
  async chat(open) {
    const [anna, ben] = [await openDemo(open), await openDemo(open)];
    await say(anna, 'Grüße, 世界 👋');
    await ben.locator('#chat li:not(.mine)', { hasText: 'Grüße, 世界 👋' }).waitFor();
    await say(ben, 'and back');
    await anna.locator('#chat li:not(.mine)', { hasText: 'and back' }).waitFor();
    await anna.locator('#way .stop', { hasText: 'every tab' }).waitFor();
    assert.equal(await anna.locator('#way .leg').count(), 3);
    return anna;
  },

  // The page switches the device's lamp, another tab sees it, and a tab that comes later finds it on.
  async lamp(open) {
    const [anna, ben] = [await openDemo(open), await openDemo(open)];
    await lamp(anna, 'false');
    await anna.click('#lamp');
    await lamp(anna, 'true');
    await lamp(ben, 'true');
    await lamp(await openDemo(open), 'true');
    await anna.locator('#way .stop', { hasText: 'lamp-1' }).waitFor();
    await ben.click('#lamp');
    await lamp(anna, 'false');
    return anna;
  },

  // The device's telemetry moves the chart.
  async telemetry(open) {
    const page = await openDemo(open);
    await page.waitForFunction(() => /°C/.test(document.getElementById('temperature').textContent));
    const blank = await page.locator('#chart').screenshot();
    await page.waitForFunction((first) => document.getElementById('light').textContent !== first,
      await page.locator('#light').textContent());
    assert.notDeepEqual(await page.locator('#chart').screenshot(), blank);
    return page;
  },

  // What a device or a terminal publishes over MQTT arrives in the chat; the test publishes it meanwhile.
  async device(open) {
    const page = await openDemo(open);
    console.log('ready');
    await page.locator('#chat li', { hasText: 'hello from MQTT ✓' }).waitFor();
    return page;
  },

  // On a phone nothing sticks out sideways.
  async phone(open) {
    const page = await openDemo(open, PHONE);
    await say(page, 'a-very-long-word-'.repeat(20));
    await page.locator('#chat li.mine').waitFor();
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= window, `the page is ${content} px wide in a window of ${window}`);
    return page;
  },
};

async function openDemo(open, options) {
  const page = await open(options);
  await page.goto(url);
  await page.locator('#leg-client[data-state=up]').waitFor();
  await page.locator('#leg-broker[data-state=up]').waitFor();
  await page.locator('#terminal').waitFor({ state: 'visible' });
  return page;
}

async function say(page, text) {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

async function lamp(page, on) {
  await page.locator(`#lamp[aria-checked=${on}]`).waitFor();
}

await withBrowser(async (open) => {
  const page = await scenarios[scenario](open);
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
});
console.log(`passed: ${scenario}`);
