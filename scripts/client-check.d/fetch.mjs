// Node's own fetch (undici), and node:http for what fetch hides.
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import http from 'node:http';
import { soon } from './check.mjs';
import { TEXT } from './plain-api.mjs';

/** Returns the parts of an answer that a caller sees. */
async function seen(response) {
  const fields = ['content-type', 'etag', 'location', 'set-cookie', 'allow'];
  return {
    status: response.status,
    redirected: response.redirected,
    ...Object.fromEntries(fields.map((name) => [name, response.headers.get(name)])),
    cookies: response.headers.getSetCookie?.(),
    text: await response.text(),
  };
}

function pieces(api, numberOfPieces, held) {
  return new ReadableStream({
    async start(controller) {
      for (let i = 0; i < numberOfPieces; i++) {
        // Held back: a piece is sent when the one before has arrived at the API.
        const arrived = held ? api.content() : undefined;
        controller.enqueue(new TextEncoder().encode(`piece ${i} `.repeat(100)));
        await arrived;
      }
      controller.close();
    },
  });
}

/** Sends a request without the fields that fetch adds, and returns the head. */
async function bare(url, options) {
  const request = http.get(url, options);
  const [response] = await once(request, 'response');
  response.resume();
  await once(response, 'end');
  return response;
}

export async function checkFetch(checks, api, proxy) {
  const direct = `${api.url}/plain`;
  const proxied = proxy.url('plain');
  const check = (title, body) => checks.check(`fetch: ${title}`, body);

  const alike = (title, path, init, outcome) =>
    check(title, async () => {
      const expected = await seen(await fetch(direct + path, init?.(direct)));
      const calls = api.calls.length;
      assert.deepEqual(await seen(await fetch(proxied + path, init?.(proxied))), expected);
      assert.equal(api.calls.length, 2 * calls, 'calls of the API');
      if (outcome) {
        const again = await fetch(proxied + path, init?.(proxied));
        assert.equal(again.headers.get('x-cache'), outcome);
        assert.deepEqual(await seen(again), expected);
        assert.equal(api.calls.length, outcome === 'HIT' ? 2 * calls : 3 * calls);
      }
    });

  await alike('GET', '/text?fetch', undefined, 'HIT');
  await alike('compressed content', '/zipped', undefined, 'HIT');
  await alike('POST of JSON', '/echo', () => ({ method: 'POST', body: '{"a":1}' }), 'HIT');
  await alike('DELETE', '/echo', () => ({ method: 'DELETE' }), 'BYPASS');
  await alike('answer without content', '/empty', undefined, 'MISS');
  await alike('cookies that are set', '/session?live');
  await alike('redirect that is followed', '/moved');

  await check('HEAD is answered from what GET stored', async () => {
    const head = await fetch(`${proxied}/text?fetch`, { method: 'HEAD' });
    assert.equal(head.headers.get('content-length'), `${TEXT.length}`);
    assert.equal(api.calls.length, 0);
  });
  await check('a redirect to the API itself stays behind the proxy', async () => {
    const answer = await fetch(`${proxied}/moved?own`);
    assert.equal(answer.url, `${proxied}/text`);
    assert.equal(await answer.text(), TEXT);
  });
  await check('a cookie for all of the API is one for its mapping', async () => {
    const answer = await fetch(`${proxied}/session?wide`);
    assert.deepEqual(answer.headers.getSetCookie(), ['a=1; Path=/plain', 'b=2; HttpOnly']);
  });
  await check('a kept answer sets no cookie', async () => {
    await (await fetch(`${proxied}/session`)).text();
    const again = await fetch(`${proxied}/session`);
    assert.equal(again.headers.get('x-cache'), 'HIT');
    assert.equal(again.headers.get('set-cookie'), null);
    await again.text();
  });
  await check('a client that takes no gzip gets none from the cache', async () => {
    await (await fetch(`${proxied}/zipped?plain`)).text();
    const answer = await bare(`${proxied}/zipped?plain`);
    assert.equal(answer.headers['content-encoding'], undefined);
    assert.equal(answer.headers['x-cache'], 'MISS');
  });
  await check('a condition is answered from the cache', async () => {
    await bare(`${proxied}/text?condition`);
    const answer = await bare(`${proxied}/text?condition`, {
      headers: { 'If-None-Match': '"v1"' },
    });
    assert.equal(answer.statusCode, 304);
    assert.equal(api.calls.length, 1);
  });
  await check('one connection serves many calls', async () => {
    const connected = [];
    const note = ({ connectParams }) => connected.push(connectParams);
    diagnostics.subscribe('undici:client:connected', note);
    for (let i = 0; i < 20; i++) {
      await (await fetch(`${proxied}/text?fetch`)).text();
    }
    diagnostics.unsubscribe('undici:client:connected', note);
    assert.ok(connected.length <= 1, `${connected.length} connections`);
  });
  await alike('POST of a stream', '/echo?stream', () => {
    return { method: 'POST', duplex: 'half', body: pieces(api, 10, false) };
  });
  await alike('PUT of a stream, piece by piece', '/echo?held', () => {
    return { method: 'PUT', duplex: 'half', body: pieces(api, 10, true) };
  });
  await check('an event stream, event by event', async () => {
    for (const base of [direct, proxied]) {
      const answer = await fetch(`${base}/events`);
      let events = '';
      for await (const piece of answer.body) {
        events += Buffer.from(piece);
        api.step();
      }
      assert.equal(events.match(/data: /g).length, 10);
    }
  });
  await check('aborting a stream ends it at the API', async () => {
    for (const base of [direct, proxied]) {
      const over = new AbortController();
      const released = api.released();
      const answer = await fetch(`${base}/events?abort`, { signal: over.signal });
      await answer.body.getReader().read();
      over.abort();
      await soon('the release of the API', released);
    }
  });
  await check('aborting before the answer rejects at once, and the next call works', async () => {
    const abort = async (base) => {
      const over = new AbortController();
      const asked = api.called();
      const answer = fetch(`${base}/slow`, { signal: over.signal });
      await Promise.race([asked, answer]);
      over.abort();
      await assert.rejects(answer, { name: 'AbortError' });
    };
    const released = api.released();
    await abort(direct);
    await soon('the release of the API', released);
    await abort(proxied);
    api.step(); // the proxy completes what it may store, and the next call has it without another
    assert.equal(await (await fetch(`${proxied}/slow`)).text(), TEXT);
    assert.equal(api.calls.length, 2, 'calls of the API');
  });
}
