/** Follows what the proxy does while somebody looks. */
import { ask } from './admin.js';

const COUNTS_EVERY = 2000;

/**
 * Begins to follow: by the event stream or, where that is refused, by reading the counts.
 *
 * @returns what ends it
 */
export function follow({ onSummary, onExchange, onState }) {
  let timer = 0;
  const stream = new EventSource('/admin/events');
  stream.addEventListener('summary', (event) => onSummary(JSON.parse(event.data)));
  stream.addEventListener('exchange', (event) => onExchange(JSON.parse(event.data)));
  stream.onopen = () => onState('Live');
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) {
      onState('Connection lost, reconnecting');
    } else if (!timer) {
      timer = setInterval(readCounts, COUNTS_EVERY);
    }
  };

  async function readCounts() {
    try {
      onSummary(await ask('GET', '/admin/metrics'));
      onState('Updated every two seconds');
    } catch (error) {
      onState(error.message);
    }
  }

  return () => {
    stream.close();
    clearInterval(timer);
  };
}
