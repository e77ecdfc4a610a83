// The device's last minute as a chart. Chart.js is loaded by the page before this module.

const POINTS = 120;

/** A chart that takes one reading at a time: {temperature, light}. */
export function telemetryChart(canvas) {
  const style = getComputedStyle(document.documentElement);
  const soft = style.getPropertyValue('--soft');
  const line = style.getPropertyValue('--line');
  const series = (label, colour, axis) => ({
    label, data: [], borderColor: style.getPropertyValue(colour), yAxisID: axis, pointRadius: 0, borderWidth: 2, tension: 0.25,
  });
  const chart = new Chart(canvas, {
    type: 'line',
    data: { labels: [], datasets: [series('Temperature, °C', '--accent', 'y'), series('Light, %', '--lamp', 'light')] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { labels: { color: soft, boxWidth: 14, boxHeight: 2 } } },
      scales: {
        x: { display: false },
        y: { suggestedMin: 19, suggestedMax: 26, ticks: { color: soft }, grid: { color: line } },
        light: { position: 'right', min: 0, max: 100, ticks: { color: soft }, grid: { display: false } },
      },
    },
  });
  return { add: (reading) => add(chart, reading) };
}

function add(chart, { temperature, light }) {
  const { labels, datasets } = chart.data;
  labels.push(new Date().toLocaleTimeString());
  datasets[0].data.push(temperature);
  datasets[1].data.push(light);
  if (labels.length > POINTS) for (const list of [labels, datasets[0].data, datasets[1].data]) list.shift();
  chart.update();
}
