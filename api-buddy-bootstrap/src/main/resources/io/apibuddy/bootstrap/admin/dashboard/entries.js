/** The browser of stored entries. */
import { ask, path } from './admin.js';
import { button, byId, cell, complain, element, mayDelete, row, tell } from './elements.js';
import { bytes, date } from './format.js';

const table = byId('entries');
const alias = byId('search-alias');
const text = byId('search-text');
const more = byId('more');
let shown = { alias: '', text: '', next: null };

byId('search').onsubmit = (event) => {
  event.preventDefault();
  search();
};
more.onclick = () => page().catch(complain);
byId('clear').onclick = () => clear(alias.value).catch(complain);

/** Offers aliases to choose from. */
export function offerAliases(names) {
  const offered = [...alias.options].map((option) => option.value);
  if (offered.join() !== names.join()) {
    const chosen = alias.value;
    alias.replaceChildren(...names.map((name) => new Option(name)));
    alias.value = names.includes(chosen) ? chosen : names[0] ?? '';
  }
}

/** Shows the first entries of what is asked for in the form. */
export async function search() {
  shown = { alias: alias.value, text: text.value, next: null };
  table.replaceChildren();
  byId('found').textContent = '';
  more.hidden = true;
  try {
    if (shown.alias) {
      await page();
    }
  } catch (error) {
    complain(error);
  }
}

async function page() {
  const asked = shown;
  const cursor = asked.next;
  const query = new URLSearchParams({ search: asked.text });
  if (cursor) {
    query.set('cursor', cursor);
  }
  const answer = await ask('GET', `${path`/admin/cache/${asked.alias}`}?${query}`);
  if (asked !== shown || asked.next !== cursor) {
    return; // somebody has searched for something else meanwhile, or this page came already
  }
  asked.next = answer.next;
  table.append(...answer.entries.map(entryRow));
  more.hidden = !answer.next;
  sayHowMany();
}

function sayHowMany() {
  const number = table.rows.length;
  byId('found').textContent =
    number === 0 ? 'Nothing found.' : `${number} ${number === 1 ? 'entry' : 'entries'} shown.`;
}

function entryRow(entry) {
  const name = `${entry.method} ${entry.url}`;
  const made = row(
    element('th', { scope: 'row', className: 'url' }, name),
    cell('', String(entry.status)),
    cell('number', bytes(entry.size_bytes)),
    cell('', date(entry.stored_at)),
    cell('', entry.recording ? 'no expiry' : date(entry.expires_at)),
    cell('',
      button('View', `View ${name}`, () => view(entry).catch(complain)), ' ',
      button('Delete', `Delete ${name}`, () => remove(entry, made).catch(complain))),
  );
  return made;
}

async function view({ key, method, url }) {
  const whole = await ask('GET', path`/admin/cache/entries/${key}`);
  byId('entry-title').textContent = `${method} ${url}`;
  byId('entry-fields').replaceChildren(
    fields(`Response ${whole.entry.status}`, whole.response_headers),
    fields('Request, as stored', whole.request_headers),
    ...content(whole.content),
  );
  byId('entry').showModal();
}

const fields = (title, headers) =>
  element('table', {},
    element('caption', {}, title),
    element('tbody', {}, ...headers.map(({ name, value }) =>
      row(element('th', { scope: 'row' }, name), cell('url', value)))));

function content(preview) {
  const title = !preview ? 'Content is not text' : preview.truncated ? 'Content (beginning)' : 'Content';
  return [
    element('h3', { id: 'entry-content-title' }, title),
    ...(preview?.text
      ? [element('pre', { tabIndex: 0, 'aria-labelledby': 'entry-content-title' }, preview.text)]
      : []),
  ];
}

async function remove({ key, method, url }, made) {
  if (!(await mayDelete(`Delete ${method} ${url}?`))) {
    return;
  }
  await ask('DELETE', path`/admin/cache/entries/${key}`);
  const neighbour = made.nextElementSibling ?? made.previousElementSibling;
  made.remove();
  (neighbour?.querySelector('button') ?? text).focus();
  sayHowMany();
  tell(`Deleted ${method} ${url}.`);
}

async function clear(name) {
  if (await mayDelete(`Delete all entries of ${name}, including recordings?`)) {
    const { removed } = await ask('DELETE', path`/admin/cache/${name}`);
    tell(`Deleted ${removed} ${removed === 1 ? "entry" : "entries"} of ${name}.`);
    await search();
  }
}
