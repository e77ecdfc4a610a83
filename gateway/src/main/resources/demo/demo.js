// The demo page. A plain WebSocket and JSON.parse, as any page would use Fairlead; the rest is drawing.
import { drawWay } from './way.js';
import { telemetryChart } from './telemetry.js';

const ROOM = 'chat/lobby';
const LAMP = 'devices/lamp-1/lamp';
const TELEMETRY = 'devices/lamp-1/telemetry';
const me = `tab-${Math.random().toString(36).slice(2, 6)}`;

const byId = (id) => document.getElementById(id);
const chart = telemetryChart(byId('chart'));
const waiting = new Map();   // id of a publish -> what was sent, and when
let socket;
let nextId = 1;
let attempts = 0;
let lampOn = false;
let pingSentAt = 0;
let switching = null;        // the lamp command whose effect has not come back yet

connect();
fetch('/about.json').then((answer) => answer.json()).then(about);
byId('say').addEventListener('submit', say);
byId('lamp').addEventListener('click', switchLamp);

function connect() {
  leg('client', 'wait', 'connecting');
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
  socket.onopen = () => {
    attempts = 0;
    send({ type: 'connect', id: nextId++, client: me, instance: me,
      subscribe: [ROOM, LAMP, TELEMETRY].map((channel) => ({ channel })) });
  };
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = (event) => closed(event);
}

function closed(event) {
  enable(false);
  waiting.clear();
  switching = null;
  const why = reasonOf(event);
  const comeBack = event.code < 4500 || event.code > 4999;
  leg('client', 'down', comeBack ? `lost (${why}), coming back` : `refused (${why})`);
  leg('broker', 'wait', 'not known without the gateway');
  if (comeBack) setTimeout(connect, Math.random() * Math.min(10_000, 300 * 2 ** attempts++));
}

function reasonOf(event) {
  try {
    return JSON.parse(event.reason).code;
  } catch {
    return `code ${event.code}`;
  }
}

function receive(frame) {
  if (frame.channel !== TELEMETRY && frame.type !== 'pong') log(frame, false);
  const handlers = { welcome, published, message, error, notice, pong };
  handlers[frame.type]?.(frame);
}

function welcome(frame) {
  leg('client', 'up', 'connected');
  leg('broker', frame.broker === 'up' ? 'up' : 'down', frame.broker);
  enable(true);
}

function notice(frame) {
  if (frame.code === 'broker_down') leg('broker', 'down', 'down, your tab stays connected');
  if (frame.code === 'broker_up') leg('broker', 'up', 'up');
}

function message(frame) {
  if (frame.channel === TELEMETRY) return telemetry(frame.data);
  if (frame.channel === LAMP) return lampState(frame.data);
  if (frame.channel === ROOM) return chatLine(frame);
}

function about({ mqttPort }) {
  byId('terminal-command').textContent =
    `mosquitto_pub -p ${mqttPort} -t demo/chat/lobby -m '{"from":"terminal","text":"hello"}'`;
  byId('terminal').hidden = false;
}

function telemetry(data) {
  if (!data) return;
  byId('temperature').textContent = `${data.temperature.toFixed(1)} °C`;
  byId('light').textContent = `${Math.round(data.light)} %`;
  chart.add(data);
}

function lampState(data) {
  lampOn = data?.on === true;
  byId('lamp').setAttribute('aria-checked', lampOn);
  byId('lamp-text').textContent = `Lamp is ${lampOn ? 'on' : 'off'}`;
  if (switching && data?.answers === switching.key) {
    switching.answeredAt = performance.now();
    showIfComplete(switching);
  }
}

function chatLine(frame) {
  const { key, from = 'somebody', text } = frame.data ?? { text: frame.text ?? '' };
  line(from, text ?? JSON.stringify(frame.data), from === me ? 'mine' : '');
  for (const sent of waiting.values()) {
    if (sent.key && sent.key === key) {
      sent.deliveredAt = performance.now();
      showIfComplete(sent);
    }
  }
}

function line(from, text, kind) {
  const item = document.createElement('li');
  item.className = kind;
  const name = document.createElement('b');
  name.textContent = from === me ? 'you' : from;
  item.append(name, text);
  append(byId('chat'), item, 200);
}

function say(event) {
  event.preventDefault();
  const text = byId('text').value.trim();
  if (!text) return;
  byId('text').value = '';
  const key = `${me}-${nextId}`;
  publish(ROOM, { key, from: me, text }, { what: `your message “${text}”`, key });
}

function switchLamp() {
  const key = `${me}-${nextId}`;
  switching = publish(`${LAMP}/set`, { on: !lampOn, key }, { what: `switching the lamp ${lampOn ? 'off' : 'on'}`, key, lamp: true });
}

// A ping right behind the publish takes the same way to the gateway and back, but not to the broker: the difference
// is the broker's leg.
function publish(channel, data, about) {
  const id = `p-${nextId++}`;
  const sent = { ...about, sentAt: performance.now() };
  waiting.set(id, sent);
  send({ type: 'publish', id, channel, data });
  pingSentAt = performance.now();
  send({ type: 'ping', id }, true);
  return sent;
}

function pong(frame) {
  const sent = waiting.get(frame.id);
  if (!sent) return;
  sent.pingMs = performance.now() - pingSentAt;
  showIfComplete(sent);
}

function published(frame) {
  const sent = waiting.get(frame.id);
  if (!sent) return;
  sent.publishedAt = performance.now();
  sent.reason = frame.reason;
  showIfComplete(sent);
}

function error(frame) {
  const sent = waiting.get(frame.id);
  waiting.delete(frame.id);
  if (sent) drawWay(byId('way'), byId('way-what'), { ...sent, failure: frame });
  line('gateway', `${frame.code} on the ${frame.leg} leg: ${frame.reason}`, 'note');
}

function showIfComplete(sent) {
  const arrived = sent.lamp ? sent.answeredAt : sent.deliveredAt;
  if (sent.pingMs === undefined || !sent.publishedAt || !arrived) return;
  for (const [id, other] of waiting) if (other === sent) waiting.delete(id);
  if (sent === switching) switching = null;
  drawWay(byId('way'), byId('way-what'), { ...sent, arrivedAt: arrived });
}

function send(frame, quiet) {
  if (!quiet) log(frame, true);
  socket.send(JSON.stringify(frame));
}

function log(frame, out) {
  const item = document.createElement('li');
  item.className = out ? 'out' : frame.type === 'error' ? 'bad' : '';
  item.textContent = JSON.stringify(frame, (key, value) => (key === 'secret' ? '…' : value));
  append(byId('wire'), item, 100);
}

function append(list, item, most) {
  list.append(item);
  if (list.children.length > most) list.firstChild.remove();
  list.scrollTop = list.scrollHeight;
}

function leg(name, state, text) {
  const item = byId(`leg-${name}`);
  item.dataset.state = state;
  item.querySelector('span').textContent = text;
}

function enable(yes) {
  byId('lamp').disabled = !yes;
  byId('say').querySelector('button').disabled = !yes;
}
