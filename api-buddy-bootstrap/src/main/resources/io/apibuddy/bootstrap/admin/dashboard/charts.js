/** Draws samples over time. Each chart says its latest values in words, too. */
import uPlot from './lib/uplot.js';
import { element } from './elements.js';

const HEIGHT = 180;
const charts = [];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

/**
 * Adds a chart.
 *
 * @param series each with a label, the name of its colour and `value`, which takes a sample
 * @param format writes a value
 * @param most the greatest value there can be, if it is known
 * @returns what shows samples, whose `time` is in seconds
 */
export function chart(parent, title, series, format, most) {
  const latest = element('span', {});
  const drawing = element('div', { 'aria-hidden': 'true' });
  parent.append(element('figure', {}, element('figcaption', {}, `${title} `, latest), drawing));
  const axis = { stroke: () => colour('--faint'), grid: { stroke: () => colour('--line'), width: 1 } };
  const plot = new uPlot(
    {
      width: drawing.clientWidth || 300,
      height: HEIGHT,
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_, low, high) => [0, most ?? Math.max(1, high * 1.1)] } },
      axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map(format) }],
      series: [
        {},
        ...series.map(({ label, name }) => ({
          label,
          stroke: () => colour(name),
          width: 2,
          value: (_, value) => (value == null ? '' : format(value)),
        })),
      ],
    },
    [[], ...series.map(() => [])],
    drawing,
  );
  charts.push(plot);
  new ResizeObserver(([{ contentRect: { width } }]) => {
    if (width > 0) {
      plot.setSize({ width, height: HEIGHT });
    }
  }).observe(drawing);
  return (samples) => {
    plot.setData([samples.map(({ time }) => time), ...series.map(({ value }) => samples.map(value))]);
    const last = samples.at(-1);
    latest.textContent = series.map(({ label, value }) => `${label} ${format(value(last))}`).join(', ');
  };
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  charts.forEach((plot) => plot.redraw());
});
