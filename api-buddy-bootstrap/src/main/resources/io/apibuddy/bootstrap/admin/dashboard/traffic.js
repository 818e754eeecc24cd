/** Shows figures, charts and the latest requests. */
import { chart } from './charts.js';
import { byId, cell, element, row } from './elements.js';
import { bytes, count, decimal, duration, money, percent, time } from './format.js';

const MOST_SAMPLES = 300;
const MOST_EXCHANGES = 50;

const samples = [];
const exchanges = [];
let drawn = true;
let previous = null;

const charts = byId('charts');
const draw = [
  chart(charts, 'Requests per second', [
    { label: 'from the cache', name: '--hit', value: (sample) => sample.hits },
    { label: 'from upstreams', name: '--miss', value: (sample) => sample.misses },
  ], decimal),
  chart(charts, 'Hit rate since startup', [
    { label: 'hit rate', name: '--hit', value: (sample) => sample.hitRate },
  ], percent, 1),
  chart(charts, 'Saved since startup', [
    { label: 'calls', name: '--accent', value: (sample) => sample.saved },
  ], count),
];

/** Shows the counts since the proxy's start. */
export function showSummary(summary) {
  byId('figures').replaceChildren(...figures(summary).map(figure));
  const now = Date.now() / 1000;
  if (previous && summary.uptime_seconds < previous.uptime_seconds) {
    samples.length = 0; // another proxy
    previous = null;
  }
  const seconds = previous ? summary.uptime_seconds - previous.uptime_seconds : 0;
  const rate = (name) => (seconds > 0 ? (summary[name] - previous[name]) / seconds : 0);
  samples.push({
    time: now,
    hits: rate('cache_hits'),
    misses: rate('cache_misses'),
    hitRate: summary.hit_rate,
    saved: summary.saved_requests,
  });
  samples.splice(0, samples.length - MOST_SAMPLES);
  previous = summary;
  draw.forEach((show) => show(samples));
}

function figures(summary) {
  return [
    ['Requests', count(summary.total_requests)],
    ['Hit rate', percent(summary.hit_rate)],
    ['Average time', `${decimal(summary.average_response_time)} ms`],
    ['Saved calls', count(summary.saved_requests)],
    ['Saved bytes', bytes(summary.saved_bytes)],
    ['Saved waiting', duration(summary.saved_seconds)],
    ...savedTokens(summary.saved_tokens),
  ];
}

function savedTokens(models) {
  const amounts = new Map();
  let tokens = 0;
  for (const model of models) {
    tokens += model.input + model.cached_input + model.output;
    if (model.currency) {
      amounts.set(model.currency, (amounts.get(model.currency) ?? 0) + model.money);
    }
  }
  const all = [...amounts].map(([currency, amount]) => ['Saved money', money(amount, currency)]);
  return tokens === 0 ? [] : [['Saved tokens', count(tokens)], ...all];
}

const figure = ([name, value]) =>
  element('div', {}, element('dt', {}, name), element('dd', {}, value));

/** Shows one more request; many at once are drawn together. */
export function showExchange(exchange) {
  if (!exchange.alias) {
    return;
  }
  exchanges.unshift(exchange);
  exchanges.splice(MOST_EXCHANGES);
  if (drawn) {
    drawn = false;
    requestAnimationFrame(() => {
      drawn = true;
      byId('exchanges').replaceChildren(...exchanges.map(exchangeRow));
    });
  }
}

const exchangeRow = (exchange) =>
  row(
    cell('', time(exchange.started_at)),
    cell('', exchange.alias),
    cell('url', `${exchange.method} ${exchange.path}`),
    cell(exchange.status >= 500 ? 'failing' : '', exchange.error_code ?? String(exchange.status)),
    cell('', exchange.cache.toLowerCase()),
    cell('number', count(exchange.milliseconds)),
    cell('number', bytes(exchange.bytes)),
  );
