/** Signs in and out. The key goes from the form into one request and is kept nowhere. */
import { ask } from './admin.js';
import { byId, complain, tell } from './elements.js';

/** Shows the form; returns when somebody has signed in. */
export function signIn() {
  const form = byId('sign-in');
  const key = byId('key');
  form.hidden = false;
  key.focus();
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const authorization = `Bearer ${key.value.trim()}`;
      key.value = '';
      try {
        await ask('POST', '/admin/session', undefined, { Authorization: authorization });
      } catch (error) {
        complain(new Error(error.denied ? 'Wrong key.' : error.message));
        key.focus();
        return;
      }
      form.hidden = true;
      tell('Signed in.');
      byId('main').focus();
      resolve();
    };
  });
}

export const signOut = () => ask('DELETE', '/admin/session');
