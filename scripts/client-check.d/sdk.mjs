// Checks for both official SDKs: the same call directly and through the proxy.
import assert from 'node:assert/strict';
import { soon } from './check.mjs';

/** A fetch that keeps the head of its last answer and counts its requests. */
function watchedFetch() {
  const watched = async (input, init) => {
    watched.requests++;
    watched.last = await fetch(input, init);
    return watched.last;
  };
  watched.requests = 0;
  return watched;
}

/** One SDK and one API, directly and through the proxy. */
export class Sdk {
  /** `create` makes a client from a base URL, a fetch, and further options. */
  constructor(name, checks, api, { direct, proxied, create, value }) {
    this.name = name;
    this.checks = checks;
    this.api = api;
    this.value = value;
    this.directFetch = watchedFetch();
    this.proxiedFetch = watchedFetch();
    this.create = create;
    this.direct = create(direct, this.directFetch);
    this.proxied = create(proxied, this.proxiedFetch);
    this.proxiedUrl = proxied;
  }

  /** Returns a client with further options that calls through the proxy. */
  proxiedWith(options) {
    return this.create(this.proxiedUrl, this.proxiedFetch, options);
  }

  check(title, body) {
    return this.checks.check(`${this.name}: ${title}`, body);
  }

  /** Returns what a caller sees of a call: its value, or all that its error says. */
  async outcome(run, client) {
    try {
      return this.value(await run(client));
    } catch (e) {
      if (e instanceof assert.AssertionError) {
        throw e;
      }
      const { status, code, type, param, requestID, error, message } = e;
      const cause = e.cause?.message;
      return {
        thrown: e.constructor.name,
        status,
        code,
        type,
        param,
        requestID,
        error,
        message,
        cause,
      };
    }
  }

  /** Checks that both ways give the same result. */
  alike(title, run) {
    return this.check(title, async () => {
      const direct = await this.outcome(run, this.direct);
      const calls = this.api.calls.length;
      const proxied = await this.outcome(run, this.proxied);
      assert.deepEqual(proxied, direct);
      assert.equal(this.api.calls.length, 2 * calls, 'calls of the API');
    });
  }

  /** Checks that both ways give the same result, and that the API is not asked the second time. */
  alikeAndKept(title, run) {
    return this.check(title, async () => {
      const direct = await this.outcome(run, this.direct);
      const calls = this.api.calls.length;
      assert.deepEqual(await this.outcome(run, this.proxied), direct);
      assert.equal(this.api.calls.length, 2 * calls, 'calls of the API');
      assert.deepEqual(await this.outcome(run, this.proxied), direct);
      assert.equal(this.api.calls.length, 2 * calls, 'calls of the API after a hit');
      this.assertCache('HIT');
    });
  }

  /** Checks that both ways give the same result, and that the API is asked each time. */
  alikeAndNotKept(title, run) {
    return this.check(title, async () => {
      const direct = await this.outcome(run, this.direct);
      for (let times = 2; times <= 3; times++) {
        assert.deepEqual(await this.outcome(run, this.proxied), direct);
        assert.equal(this.api.calls.length, times, 'calls of the API');
      }
    });
  }

  assertCache(outcome) {
    assert.equal(this.proxiedFetch.last.headers.get('x-cache'), outcome);
  }

  /**
   * Checks that each event reaches the caller before the API sends the next, on both ways, and that
   * the replay has the same events.
   */
  stepwise(title, open) {
    return this.check(title, async () => {
      const direct = await this.#steps(open, this.direct);
      assert.deepEqual(await this.#steps(open, this.proxied), direct);
      this.assertCache('MISS');
      assert.deepEqual(await collected(await open(this.proxied)), direct);
      this.assertCache('HIT');
      assert.equal(this.api.calls.length, 2);
    });
  }

  async #steps(open, client) {
    const events = [];
    for await (const event of await open(client)) {
      events.push(event);
      this.api.step();
    }
    return events;
  }

  /** Checks that leaving a stream ends it at the API too, and that nothing of it is stored. */
  leaving(title, open, leave) {
    return this.check(title, async () => {
      for (const client of [this.direct, this.proxied]) {
        const released = this.api.released();
        const stream = await open(client);
        for await (const first of stream) {
          assert.ok(first);
          if (leave === undefined) {
            break;
          }
          leave(stream);
        }
        await soon('the release of the API', released);
      }
      const released = this.api.released();
      const again = await open(this.proxied);
      this.assertCache('MISS');
      again.controller.abort();
      await soon('the release of the API', released);
    });
  }

  /** Checks that the API receives the same request, except for fields of the connection. */
  sameRequest(title, run) {
    return this.check(title, async () => {
      await run(this.direct);
      await run(this.proxied);
      const [direct, proxied] = this.api.calls;
      assert.equal(proxied.method, direct.method);
      assert.equal(proxied.url.href, direct.url.href);
      assert.deepEqual(proxied.body, direct.body);
      assert.deepEqual(endToEnd(proxied.fields), endToEnd(direct.fields));
      assert.match(proxied.fields.via, /api-buddy/);
    });
  }

  /** Checks that the same fields come back, in a hit too, except for the rate-limit fields. */
  sameResponse(title, run, quota) {
    return this.check(title, async () => {
      await run(this.direct);
      const direct = endToEnd(Object.fromEntries(this.directFetch.last.headers));
      await run(this.proxied);
      assert.deepEqual(endToEnd(Object.fromEntries(this.proxiedFetch.last.headers)), direct);
      await run(this.proxied);
      this.assertCache('HIT');
      const kept = endToEnd(Object.fromEntries(this.proxiedFetch.last.headers));
      for (const name of quota) {
        assert.ok(name in direct, name);
        delete direct[name];
      }
      assert.deepEqual(kept, direct);
    });
  }
}

/** Reads a stream to its end. */
export async function collected(stream) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  return events;
}

const NOT_END_TO_END = [
  'accept-encoding', // reduced to what the proxy passes on
  'age',
  'cache-status',
  'connection',
  'content-length', // the framing is each connection's own
  'date',
  'host',
  'keep-alive',
  'transfer-encoding',
  'via',
  'x-cache',
];

function endToEnd(fields) {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !NOT_END_TO_END.includes(name)),
  );
}
