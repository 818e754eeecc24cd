// curl, with the options that people use.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { soon } from './check.mjs';
import { TEXT } from './plain-api.mjs';

const NO_HTTP2 = [1, 16, 52, 56, 92]; // what curl says, by version, of a peer without HTTP/2

/** Runs curl and returns its exit code, the heads of all answers, and the content. */
async function curl(...options) {
  const running = start(...options);
  const pieces = [];
  running.stdout.on('data', (piece) => pieces.push(piece));
  const [code] = await once(running, 'close');
  return { code, ...parsed(Buffer.concat(pieces)) };
}

function start(...options) {
  // It would wait a second for an interim answer, which may come late from a busy machine.
  const patience = ['--max-time', '50', '--expect100-timeout', '50'];
  const all = ['--silent', '--include', '--no-buffer', ...patience, ...options];
  const running = spawn('curl', all, { stdio: ['pipe', 'pipe', 'ignore'] });
  running.stdin.on('error', () => {}); // it may end before it has read everything
  return running;
}

/** Splits the heads, interim ones included, from the content. */
function parsed(bytes) {
  let rest = bytes.toString('latin1');
  const heads = [];
  while (/^HTTP\/\d/.test(rest)) {
    const end = rest.indexOf('\r\n\r\n');
    heads.push(rest.slice(0, end));
    rest = rest.slice(end + 4);
  }
  const head = heads.at(-1) ?? '';
  return {
    interim: heads.slice(0, -1).map((lines) => lines.split('\r\n')[0].trim()),
    status: head.split('\r\n')[0].trim(),
    cache: /^x-cache: (.*)$/im.exec(head)?.[1],
    range: /^content-range: (.*)$/im.exec(head)?.[1],
    content: rest,
  };
}

export async function checkCurl(checks, api, proxy) {
  const direct = `${api.url}/plain`;
  const proxied = proxy.url('plain');
  const work = mkdtempSync(resolve('curl-'));
  const file = (name, content) => {
    writeFileSync(join(work, name), content);
    return join(work, name);
  };
  const check = (title, body) => checks.check(`curl: ${title}`, body);

  /**
   * Checks that only `X-Cache` differs and that the second answer through the proxy is `outcome`.
   */
  const alike = (title, path, options, outcome) =>
    check(title, async () => {
      const expected = await curl(...options, direct + path);
      assert.equal(expected.code, 0);
      const first = await curl(...options, proxied + path);
      assert.deepEqual({ ...first, cache: undefined }, { ...expected, cache: undefined });
      if (outcome) {
        const calls = api.calls.length;
        const second = await curl(...options, proxied + path);
        assert.deepEqual(second, { ...first, cache: outcome });
        assert.equal(api.calls.length - calls, outcome === 'HIT' ? 0 : 1, 'calls of the API');
      }
    });

  const large = file('large', Buffer.alloc(2 << 20, 'large '));
  await alike('GET', '/text?curl', [], 'HIT');
  await alike('--head', '/text?curl', ['--head'], 'HIT');
  await alike('--http1.0', '/text?curl', ['--http1.0'], 'HIT');
  await alike('--compressed', '/zipped?curl', ['--compressed'], 'HIT');
  await alike('--location', '/moved', ['--location']);
  await alike('--data', '/echo?curl', ['--data', 'a=1&b=2'], 'HIT');
  await alike(
    '--json with members in any order',
    '/echo?json',
    [...['--header', 'Content-Type: application/json', '--data-binary', '{"a": 1, "b": [2]}']],
    'HIT',
  );
  await alike('--form', '/text?form', ['--form', `upload=@${large}`], 'HIT');
  await alike('--request DELETE', '/echo?delete', ['--request', 'DELETE'], 'BYPASS');
  await alike('--range of what is stored', '/text?curl', ['--range', '100-199'], 'HIT');
  await alike('--upload-file', '/echo?upload', ['--upload-file', large], 'BYPASS');
  await alike(
    'Expect: 100-continue with 2 MB',
    '/echo?expect',
    [...['--header', 'Expect: 100-continue', '--data-binary', `@${large}`]],
    'HIT',
  );
  await alike('--http2, which asks for an upgrade', '/echo?h2c', ['--http2'], 'HIT');

  await check('an upgrade ends at the proxy', async () => {
    assert.equal((await curl('--http2', `${proxied}/text?upgrade`)).status, 'HTTP/1.1 200 OK');
    const [{ fields }] = api.calls;
    assert.deepEqual([fields.upgrade, fields['http2-settings']], [undefined, undefined]);
  });
  await check('members in another order are a hit', async () => {
    const json = ['--header', 'Content-Type: application/json', '--data-binary', '{"b":[2],"a":1}'];
    assert.equal((await curl(...json, `${proxied}/echo?json`)).cache, 'HIT');
  });
  await check('--upload-file of a pipe goes on in chunks', async () => {
    const running = start('--upload-file', '-', `${proxied}/echo?pipe`);
    let answer = '';
    running.stdout.on('data', (piece) => (answer += piece));
    for (let i = 0; i < 5; i++) {
      const arrived = api.content();
      running.stdin.write(`piece ${i} `.repeat(1000));
      await arrived;
    }
    running.stdin.end();
    assert.equal((await once(running, 'close'))[0], 0);
    assert.match(answer, /"length":40000/);
  });
  await check('--continue-at takes the rest from the cache', async () => {
    const part = file('part', TEXT);
    truncateSync(part, 7_777);
    await curl(`${proxied}/text?resume`);
    await curl('--no-include', '--continue-at', '-', '--output', part, `${proxied}/text?resume`);
    assert.equal(readFileSync(part, 'latin1'), TEXT);
    assert.equal(api.calls.length, 1);
  });
  await check('an event stream, event by event', async () => {
    for (const base of [direct, proxied]) {
      const running = start(`${base}/events?curl`);
      let events = '';
      running.stdout.on('data', (piece) => {
        events += piece;
        api.step();
      });
      assert.equal((await once(running, 'close'))[0], 0);
      assert.equal(events.match(/data: /g).length, 10);
    }
  });
  await check('the end of curl ends a stream at the API', async () => {
    for (const base of [direct, proxied]) {
      const released = api.released();
      const running = start(`${base}/events?late`);
      await once(running.stdout, 'data');
      running.kill();
      await soon('the release of the API', released);
    }
  });
  await check('--http2-prior-knowledge is refused, and the next call works', async () => {
    const refused = await curl('--http2-prior-knowledge', `${proxied}/text?curl`);
    assert.ok(NO_HTTP2.includes(refused.code), `exit code ${refused.code}`);
    assert.equal((await curl(`${proxied}/text?curl`)).cache, 'HIT');
  });
}
