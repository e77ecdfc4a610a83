// Draws the way of a message, with the time on each leg.

const ms = (n) => `${Math.max(0, n).toFixed(1)} ms`;

/** Draws into a list the way that a publish took, or how far it came. */
export function drawWay(list, title, sent) {
  title.textContent = sent.failure ? `${sent.what} failed` : `${sent.what}, ${ms(sent.arrivedAt - sent.sentAt)} in all`;
  list.classList.toggle('failed', Boolean(sent.failure));
  list.replaceChildren(...(sent.failure ? failedWay(sent.failure) : wholeWay(sent)));
}

// The legs add up to the whole: what the ping took is the tab's leg, what the acknowledgement took beyond it is the
// broker's, and the rest was spent behind the broker.
function wholeWay(sent) {
  const brokerMs = sent.publishedAt - sent.sentAt - sent.pingMs;
  const restMs = sent.arrivedAt - sent.sentAt - sent.pingMs - brokerMs;
  const start = [
    stop('this tab', 'browser'),
    leg(ms(sent.pingMs / 2), 'WebSocket, JSON'),
    stop('gateway', 'Fairlead'),
    leg(ms(brokerMs), `MQTT, ${sent.reason}`),
    stop('broker', 'MQTT'),
  ];
  return sent.lamp
    ? [...start, leg(ms(restMs), 'there and back'), stop('lamp-1', 'MQTT device'),
       leg(ms(sent.pingMs / 2), 'through the gateway'), stop('this tab', 'sees the lamp')]
    : [...start, leg(ms(restMs + sent.pingMs / 2), 'through the gateway'), stop('every tab', 'in the room')];
}

function failedWay(failure) {
  const reached = { client: 0, gateway: 1, broker: 2 }[failure.leg] ?? 0;
  const stops = [stop('this tab', 'browser'), stop('gateway', 'Fairlead'), stop('broker', 'MQTT')];
  const way = [];
  for (let i = 0; i <= reached; i++) way.push(...(i ? [leg('', i === reached ? 'failed here' : '')] : []), stops[i]);
  const why = document.createElement('li');
  why.className = 'leg failure';
  why.textContent = `${failure.code}: ${failure.reason}`;
  return [...way, why];
}

function stop(name, kind) {
  const item = document.createElement('li');
  item.className = 'stop';
  item.innerHTML = '<small></small>';
  item.prepend(name);
  item.querySelector('small').textContent = kind;
  return item;
}

function leg(time, how) {
  const item = document.createElement('li');
  item.className = 'leg';
  item.innerHTML = '<b></b><i></i><span></span>';
  item.querySelector('b').textContent = time;
  item.querySelector('span').textContent = how;
  return item;
}
