/** Talks to the resources below /admin. The session's cookie goes along by itself. */

/** Happens on `window` when the proxy wants the key. */
export const SIGNED_OUT = 'signed-out';

class AdminError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The proxy returned status ${status}.`);
    this.denied = problem.error_code === 'access_denied';
    this.signedOut = this.denied || problem.error_code === 'locked_out'; // the right key may pass
  }
}

/** Returns what a resource says, null if it says nothing; throws what is wrong. */
export async function ask(method, path, content, headers = {}) {
  const request = { method, headers };
  if (content !== undefined) {
    request.headers = { ...headers, 'Content-Type': 'application/json' };
    request.body = JSON.stringify(content);
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Error('The proxy does not respond.');
  }
  if (!response.ok) {
    const error = new AdminError(response.status, await response.json().catch(() => ({})));
    if (error.signedOut) {
      window.dispatchEvent(new Event(SIGNED_OUT));
    }
    throw error;
  }
  return response.status === 204 ? null : response.json();
}

/** Returns a path with values in it, whatever characters they have. */
export const path = (strings, ...values) =>
  String.raw({ raw: strings }, ...values.map(encodeURIComponent));
