/** Writes values as the browser's language has them. */

const integers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export const count = (value) => integers.format(value);
export const decimal = (value) => decimals.format(value);
export const percent = (value) => percents.format(value);
export const date = (text) => moment.format(new Date(text));
export const time = (text) => clock.format(new Date(text));

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(value) {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10));
  return `${decimal(value / 1024 ** power)} ${UNITS[power]}`;
}

const SPANS = [[86400, 'd'], [3600, 'h'], [60, 'min']];

/** A length of time in its largest unit. */
export function duration(seconds) {
  const [length, unit] = SPANS.find(([least]) => seconds >= least) ?? [1, 's'];
  return `${decimal(seconds / length)} ${unit}`;
}

export const money = (amount, currency) => `${amount.toFixed(amount < 1 ? 4 : 2)} ${currency}`;
