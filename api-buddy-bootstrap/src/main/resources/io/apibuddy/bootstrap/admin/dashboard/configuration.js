/** The configuration in force, and what changed when. */
import { ask } from './admin.js';
import { byId, cell, complain, element, row } from './elements.js';
import { date } from './format.js';

byId('reread').onclick = showConfiguration;

export async function showConfiguration() {
  try {
    const [current, { revisions }] = await Promise.all([
      ask('GET', '/admin/config'),
      ask('GET', '/admin/config/history'),
    ]);
    byId('configuration').textContent = JSON.stringify(current, null, 2);
    byId('history').replaceChildren(
      ...revisions.map((revision, index) => revisionRow(revision, revisions[index + 1])));
  } catch (error) {
    complain(error);
  }
}

const revisionRow = (revision, before) =>
  row(
    element('th', { scope: 'row', className: 'number' }, String(revision.number)),
    cell('', date(revision.at)),
    cell('', revision.author),
    cell('url', before ? changes(before.configuration, revision.configuration) : 'first one shown'),
  );

function changes(before, after) {
  const [old, now] = [leaves(before), leaves(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  const changed = paths.filter((path) => old.get(path) !== now.get(path));
  return changed.length === 0
    ? 'none'
    : element('ul', {}, ...changed.map((path) =>
        element('li', {}, `${path}: ${old.get(path) ?? 'unset'} → ${now.get(path) ?? 'unset'}`)));
}

/** Returns what is no object, as JSON, by its path. */
function leaves(value, path = '', found = new Map()) {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) {
      leaves(inner, path ? `${path}.${key}` : key, found);
    }
  } else {
    found.set(path, JSON.stringify(value));
  }
  return found;
}
