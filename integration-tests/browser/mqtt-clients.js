// MQTT.js clients that a test commands and that tell what happens to them; the same in Node and on a page.
globalThis.mqttClients = (mqtt, tell) => {
  const clients = new Map();
  const utf8 = new TextDecoder();
  // Bytes as text, whatever class bears them; MQTT.js has one of its own on a page.
  const plain = (value) => JSON.parse(JSON.stringify(value ?? null, (key, part) => {
    if (part?.type === 'Buffer') return utf8.decode(Uint8Array.from(part.data));
    return part instanceof Uint8Array ? utf8.decode(part) : part;
  }));
  const bytes = (text) => new TextEncoder().encode(text);
  const withBytes = (options) => {
    const data = options?.properties?.correlationData;
    if (data) options.properties.correlationData = globalThis.Buffer?.from(data) ?? bytes(data);
    return options;
  };
  // An answer of the server, whether it is good or bad, with its code and its properties.
  const answer = (resolve) => (error, packet) => resolve(plain({
    error: error ? error.message : null,
    code: error?.code ?? packet?.reasonCode ?? 0,
    granted: packet?.granted ?? null,
    reason: packet?.properties?.reasonString ?? error?.packet?.properties?.reasonString ?? null,
  }));

  return {
    // Ends with what CONNACK said; an error says why there was none, or that it refused.
    connect: (name, url, options) => new Promise((resolve) => {
      const client = mqtt.connect(url, { reconnectPeriod: 0, connectTimeout: 15_000, ...options });
      clients.set(name, client);
      let connected = false;
      const event = (what, more) => tell(plain({ client: name, event: what, ...more }));
      client.on('connect', (connack) => {
        connected = true;
        event('connect', { sessionPresent: connack.sessionPresent });
        resolve(plain({ code: connack.reasonCode ?? connack.returnCode, ...connack }));
      });
      client.on('message', (topic, payload, packet) => event('message', {
        topic, text: utf8.decode(payload), qos: packet.qos, retain: packet.retain, dup: packet.dup, properties: packet.properties,
      }));
      client.on('disconnect', (packet) => event('disconnect', { code: packet.reasonCode, reason: packet.properties?.reasonString }));
      client.on('close', () => {
        event('close', {});
        if (!connected && !client.options.reconnectPeriod) resolve({ error: 'closed before CONNACK', code: -1 });
      });
      client.on('error', (error) => {
        event('error', { text: error.message });
        if (!connected) resolve({ error: error.message, code: error.code ?? -1 });
      });
    }),
    subscribe: (name, filter, options) => new Promise((resolve) => {
      clients.get(name).subscribe(filter, options, (error, granted, packet) => answer(resolve)(error, packet));
    }),
    unsubscribe: (name, filter) => new Promise((resolve) => {
      clients.get(name).unsubscribe(filter, (error, packet) => answer(resolve)(error, packet));
    }),
    publish: (name, topic, text, options) => new Promise((resolve) => {
      clients.get(name).publish(topic, bytes(text), withBytes(options), answer(resolve));
    }),
    // Many at once, without waiting for any: text-1 to text-COUNT. Ends when all are through their handshake.
    publishMany: (name, topic, text, count, options) => Promise.all(Array.from({ length: count }, (_, i) => new Promise((resolve) => {
      clients.get(name).publish(topic, bytes(`${text}-${i + 1}`), { ...options }, answer(resolve));
    }))),
    // Ends the connection without DISCONNECT.
    drop: (name) => new Promise((resolve) => {
      const client = clients.get(name);
      client.once('close', () => resolve(null));
      client.stream.destroy();
    }),
    end: (name) => new Promise((resolve) => {
      clients.get(name).end(true, {}, () => resolve(null));
    }),
    leave: (name) => new Promise((resolve) => {
      clients.get(name).end(false, {}, () => resolve(null));
    }),
  };
};
