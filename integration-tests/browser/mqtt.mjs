// MQTT.js clients for tests: node mqtt.mjs (node | chromium). Commands come as lines [number, operation, ...arguments]
// and are answered by {"re": number, ...}; what happens to a client is told in lines of its own.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import mqtt from 'mqtt';
import './mqtt-clients.js';
import { withBrowser } from './browser.mjs';

const [where] = process.argv.slice(2);
const tell = (line) => console.log(JSON.stringify(line));

async function serve(perform) {
  tell({ event: 'ready' });
  for await (const line of createInterface({ input: process.stdin })) {
    const [number, operation, ...args] = JSON.parse(line);
    perform(operation, args)
      .then((value) => tell({ re: number, value }), (error) => tell({ re: number, broken: String(error.stack ?? error) }));
  }
}

const PAGE = `<!doctype html><title>MQTT.js</title><link rel="icon" href="data:,">
<script src="mqtt.min.js"></script><script src="mqtt-clients.js"></script>`;

/** Serves a page with MQTT.js as it is shipped for pages, from a port of its own. */
async function servePage() {
  const files = {
    '/': [PAGE, 'text/html'],
    '/mqtt.min.js': [await readFile('node_modules/mqtt/dist/mqtt.min.js'), 'text/javascript'],
    '/mqtt-clients.js': [await readFile('mqtt-clients.js'), 'text/javascript'],
  };
  const server = createServer((request, response) => {
    const [body, type] = files[request.url];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/`;
}

if (where === 'node') {
  const clients = mqttClients(mqtt, tell);
  await serve((operation, args) => clients[operation](...args));
} else {
  await withBrowser(async (open) => {
    const page = await open();
    await page.exposeFunction('tell', tell);
    await page.goto(await servePage());
    await page.evaluate(() => { globalThis.clients = mqttClients(mqtt, tell); });
    await serve((operation, args) => page.evaluate(([name, rest]) => clients[name](...rest), [operation, args]));
  });
}
process.exit(0);
