/** The table of mappings. Rows stay while they change, so that nobody's focus is lost. */
import { ask, path } from './admin.js';
import { button, byId, cell, complain, element, tell } from './elements.js';
import { count, duration, percent, time } from './format.js';

const MODES = ['cache', 'record', 'replay', 'passthrough', 'refresh'];

/** Happens on `window` when a mode was changed here. */
export const CHANGED = 'configuration-changed';

const rows = new Map();

/** Shows how the mappings fare now. */
export async function showMappings() {
  const [{ domains }, { aliases }] = await Promise.all([
    ask('GET', '/admin/domains'),
    ask('GET', '/admin/throttle'),
  ]);
  for (const [alias, made] of rows) {
    if (!(alias in domains)) {
      made.row.remove();
      rows.delete(alias);
    }
  }
  for (const [alias, mapping] of Object.entries(domains)) {
    const made = rows.get(alias) ?? add(alias);
    fill(made, mapping, aliases[alias]);
  }
  return Object.keys(domains);
}

function add(alias) {
  const mode = element('select', { 'aria-label': `Mode of ${alias}` }, ...MODES.map((name) => new Option(name)));
  mode.onchange = () => changeMode(alias, mode);
  const reset = button('Reset limits', `Reset the limits of ${alias}`, () => resetThrottle(alias));
  const made = {
    mode,
    upstream: cell('url'),
    requests: cell('number'),
    hitRate: cell('number'),
    entries: cell('number'),
    limits: cell(''),
    failure: cell(''),
  };
  made.row = element('tr', {},
    element('th', { scope: 'row' }, alias),
    made.upstream, cell('', mode), made.requests, made.hitRate, made.entries, made.limits, made.failure,
    cell('', reset));
  byId('mappings').append(made.row);
  rows.set(alias, made);
  return made;
}

function fill(made, mapping, standing) {
  made.upstream.textContent = mapping.upstream;
  made.requests.textContent = count(mapping.requests);
  made.hitRate.textContent = percent(mapping.hit_rate);
  made.entries.textContent = count(mapping.entries);
  made.limits.textContent = limits(standing);
  made.limits.className = standing?.paused_until || standing?.penalty_seconds ? 'failing' : '';
  const failure = mapping.last_error;
  made.failure.textContent = failure ? `${time(failure.at)} ${failure.kind}: ${failure.message}` : 'none';
  if (made.mode !== document.activeElement) {
    made.mode.value = mapping.mode;
  }
  made.current = mapping.mode;
}

/** Says what an alias may still ask, and why it may not. */
function limits(standing) {
  const said = (standing?.limits ?? []).map(
    (limit) => `${count(limit.used)} of ${count(limit.requests)} in ${duration(limit.per_seconds)}`);
  if (standing?.penalty_seconds) {
    said.push(`penalty ${duration(standing.penalty_seconds)}`);
  }
  if (standing?.paused_until) {
    said.push(`paused until ${time(standing.paused_until)}`);
  }
  if (standing?.waiting) {
    said.push(`${count(standing.waiting)} waiting`);
  }
  return said.join(', ') || 'no limit';
}

async function changeMode(alias, mode) {
  try {
    await ask('PATCH', '/admin/config', { key_path: `domain_mappings.${alias}.mode`, value: mode.value });
    tell(`${alias} is now in mode ${mode.value}.`);
    window.dispatchEvent(new Event(CHANGED));
  } catch (error) {
    mode.value = rows.get(alias).current;
    complain(error);
  }
}

async function resetThrottle(alias) {
  try {
    await ask('DELETE', path`/admin/throttle/${alias}`);
    tell(`The limits of ${alias} were reset.`);
    await showMappings();
  } catch (error) {
    complain(error);
  }
}
