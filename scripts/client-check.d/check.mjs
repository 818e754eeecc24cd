// Runs checks one after the other, prints a line for each and counts.
import assert from 'node:assert/strict';
import { setTimeout as elapsed } from 'node:timers/promises';

const PATIENCE = 60_000; // some checks start programs, on a machine that may be busy
const SOON = 20_000;

/** Returns a promise's value, or fails after some milliseconds. */
export async function within(milliseconds, what, promise) {
  const over = new AbortController();
  const late = elapsed(milliseconds, undefined, { signal: over.signal }).then(
    () => assert.fail(`${what}: not within ${milliseconds} ms`),
    () => {}, // it came in time
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

/** Returns a promise's value, or fails late: three seconds are promised, a busy machine has more. */
export function soon(what, promise) {
  return within(SOON, what, promise);
}

export class Checks {
  passed = 0;
  failed = 0;

  /** `before` is called before each check. */
  constructor(before) {
    this.before = before;
  }

  async check(title, body) {
    this.before();
    try {
      await within(PATIENCE, 'the check', body());
      this.passed++;
      console.log(`ok    ${title}`);
    } catch (e) {
      this.failed++;
      console.log(`FAIL  ${title}\n${String(e?.stack ?? e).replace(/^/gm, '        ')}`);
    }
  }
}
