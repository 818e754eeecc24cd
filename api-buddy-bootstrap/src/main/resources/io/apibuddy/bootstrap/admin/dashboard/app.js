/** The dashboard: signs in where that is needed and shows what goes on while the page is seen. */
import { ask, SIGNED_OUT } from './admin.js';
import { showConfiguration } from './configuration.js';
import { byId, complain } from './elements.js';
import { offerAliases, search } from './entries.js';
import { follow } from './live.js';
import { CHANGED, showMappings } from './mappings.js';
import { signIn, signOut } from './session.js';
import { showExchange, showSummary } from './traffic.js';

/** One page reads two resources as often as this, of the hundred that a minute allows. */
const MAPPINGS_EVERY = 5000;

let stop = null;

const say = (state) => { byId('state').textContent = state; };

async function refresh() {
  try {
    offerAliases(await showMappings());
  } catch (error) {
    say(error.message);
  }
}

function resume() {
  if (stop || document.hidden) {
    return;
  }
  const end = follow({ onSummary: showSummary, onExchange: showExchange, onState: say });
  const timer = setInterval(refresh, MAPPINGS_EVERY);
  stop = () => {
    end();
    clearInterval(timer);
    stop = null;
  };
}

/** A page that nobody sees holds no connection and asks for nothing. */
function pause() {
  stop?.();
  say('Paused');
}

async function open() {
  try {
    const { version } = await ask('GET', '/admin/status');
    byId('version').textContent = version;
  } catch (error) {
    complain(error);
    return;
  }
  byId('dashboard').hidden = false;
  byId('sign-out').hidden = false;
  resume();
  await refresh();
  await Promise.all([search(), showConfiguration()]);
}

let signingIn = false;

async function close() {
  if (signingIn) {
    return;
  }
  signingIn = true;
  pause();
  say('Signed out');
  byId('dashboard').hidden = true;
  byId('sign-out').hidden = true;
  await signIn();
  signingIn = false;
  open();
}

window.addEventListener(SIGNED_OUT, close);
window.addEventListener(CHANGED, showConfiguration);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    pause();
  } else if (!byId('dashboard').hidden) {
    resume();
    refresh();
  }
});
byId('sign-out').onclick = () => signOut().then(open, complain);
open();
