/** Makes elements, and says what happened. Text is only ever text: nothing here parses HTML. */

export const byId = (id) => document.getElementById(id);

/** Returns a new element; what it has no property for becomes an attribute. */
export function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** Returns a new table row of cells. */
export const row = (...cells) => element('tr', {}, ...cells);

export const cell = (className, ...children) => element('td', { className }, ...children);

/** Returns a button; `label` tells those who hear it from others of the same text. */
export const button = (text, label, onclick) =>
  element('button', { type: 'button', 'aria-label': label, onclick }, text);

/** Tells what was done. */
export function tell(text) {
  byId('trouble').textContent = '';
  byId('news').textContent = text;
}

/** Tells what failed; a session that ended is told by the sign-in form. */
export function complain(error) {
  byId('news').textContent = '';
  byId('trouble').textContent = error.signedOut ? '' : error.message;
}

/** Asks before something is lost; returns whether it may be. */
export function mayDelete(text) {
  const dialog = byId('question');
  byId('question-text').textContent = text;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
