// The example of docs/protocol.md on a client's name, in tabs of one browser: node names.mjs SCENARIO URL
import assert from 'node:assert/strict';
import { withBrowser } from './browser.mjs';

const [scenario, url] = process.argv.slice(2);

const scenarios = {
  // A tab is duplicated, and its copy has its sessionStorage: the first is closed once, and both go on under two names.
  async duplicated(open) {
    const first = await openTab(await open());
    const [copy] = await Promise.all([
      first.waitForEvent('popup', { timeout: 20_000 }),
      first.evaluate(() => void window.open(location.href)),
    ]);
    await openTab(copy);
    await first.waitForFunction(() => welcomes().length === 2);
    assert.deepEqual(await first.evaluate(() => closes), [4509]);
    const [before, after] = await first.evaluate(() => welcomes());
    assert.deepEqual(await copy.evaluate(() => welcomes()), [before]);
    assert.notEqual(after, before);
    await bothAreServed(first, copy);
    assert.deepEqual(await first.evaluate(() => closes), [4509]);
    assert.deepEqual(await copy.evaluate(() => closes), []);
    assert.equal(await first.evaluate(() => sessionStorage.getItem('fairlead.client')), after);
  },

  // A page connects anew before its older connection has ended: that one is closed once, and does not come back.
  async again(open) {
    const page = await openTab(await open());
    await page.evaluate(() => connect(address));
    await page.waitForFunction(() => welcomes().length === 2 && closes.length === 1);
    assert.deepEqual(await page.evaluate(() => closes), [4011]);
    await bothAreServed(page, page);
    assert.deepEqual(await page.evaluate(() => [closes.length, welcomes().length]), [1, 2]);
    assert.equal(new Set(await page.evaluate(() => welcomes())).size, 1);
  },

  // A tab that is reloaded keeps its name, and nobody is closed for it.
  async reloaded(open) {
    const page = await openTab(await open());
    const [before] = await page.evaluate(() => welcomes());
    await page.reload();
    await openTab(page);
    assert.deepEqual(await page.evaluate(() => welcomes()), [before]);
    assert.deepEqual(await page.evaluate(() => closes), []);
  },
};

async function openTab(page) {
  if (!page.url().startsWith('http')) await page.goto(url);
  await page.waitForFunction(() => typeof connect === 'function');
  await page.evaluate(() => connect(address));
  await page.waitForFunction(() => welcomes().length === 1);
  return page;
}

/** Longer than the longest wait before a reconnect: whoever looped would have done so. */
async function bothAreServed(...pages) {
  const end = Date.now() + 6_000;
  for (let id = 1; Date.now() < end; id++) {
    for (const page of pages) {
      await page.evaluate((n) => socket.send(JSON.stringify({ type: 'ping', id: n })), id);
      await page.waitForFunction((n) => received.some((frame) => frame.type === 'pong' && frame.id === n), id);
    }
  }
}

await withBrowser(async (open) => {
  await scenarios[scenario](open);
});
console.log(`passed: ${scenario}`);
