// The official OpenAI SDK.
import assert from 'node:assert/strict';
import { File as NodeFile } from 'node:buffer';
import OpenAI from 'openai';
import { soon } from './check.mjs';
import { QUOTA_FIELDS } from './openai-api.mjs';
import { collected, Sdk } from './sdk.mjs';

globalThis.File ??= NodeFile; // Node 18 has it, but not as a global

const KEY = 'sk-check';
const TOO_SHORT = 2_000; // milliseconds, for a call that is held back

function create(baseURL, fetch, options) {
  return new OpenAI({ baseURL, fetch, apiKey: KEY, maxRetries: 2, ...options });
}

/** Makes the parsed answer comparable: the request id is a property that is not enumerable. */
function value(answer) {
  return { ...structuredClone(answer), _request_id: answer?._request_id };
}

const chat = (model, content, more) => ({ model, messages: [{ role: 'user', content }], ...more });

export async function checkOpenAi(checks, api, proxy) {
  const sdk = new Sdk('openai', checks, api, {
    direct: `${api.url}/openai/v1`,
    proxied: `${proxy.url('openai')}/v1`,
    create,
    value,
  });
  const complete = (request, options) => (client) =>
    client.chat.completions.create(request, options);
  const stream = (request) => complete({ ...request, stream: true });

  await sdk.alikeAndKept('chat completion', complete(chat('gpt', 'tell me a story')));
  await sdk.alikeAndKept('response', (c) => c.responses.create({ model: 'gpt', input: 'a story' }));
  await sdk.alikeAndKept('embeddings', (c) =>
    c.embeddings.create({ model: 'e', input: ['a', 'bc'] }),
  );
  await sdk.alikeAndKept('list of models', (c) => collected(c.models.list()));
  await sdk.alikeAndKept('speech', async (c) => {
    const speech = await c.audio.speech.create({ model: 't', voice: 'alloy', input: 'hello' });
    return { bytes: Buffer.from(await speech.arrayBuffer()).toString('base64') };
  });
  await sdk.alikeAndKept('transcription of a file, whose boundary is another each time', (c) =>
    c.audio.transcriptions.create({
      model: 'whisper',
      file: new File([Buffer.from(`RIFF${'\0\r\n'.repeat(9000)}`)], 'speech.wav', {
        type: 'audio/wav',
      }),
    }),
  );

  await sdk.stepwise('chat stream, event by event', stream(chat('held', 'a story, word by word')));
  await sdk.stepwise('response stream, event by event', (c) =>
    c.responses.create({ model: 'held', input: 'a story, word by word', stream: true }),
  );
  await sdk.alike('stream that the API cuts', async (client) => {
    const events = [];
    try {
      for await (const event of await stream(chat('cut', 'a story without an end'))(client)) {
        events.push(event);
        api.step();
      }
    } catch (e) {
      return { events, thrown: e.constructor.name, message: e.message };
    }
    return assert.fail('the stream ended as if it were whole');
  });
  const leave = chat('held', 'a story that is too long');
  await sdk.leaving('leaving the loop ends the stream at the API', stream(leave));
  await sdk.leaving('aborting ends the stream at the API', stream(leave), (s) =>
    s.controller.abort(),
  );

  for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503]) {
    await sdk.alike(
      `error ${status} is the API's own`,
      complete(chat(`error:${status}`, 'hello'), { maxRetries: 0 }),
    );
  }
  await sdk.alike('X-Should-Retry of the API is obeyed', complete(chat('never-again', 'hello')));
  await sdk.alikeAndKept(
    '429 with Retry-After is tried again',
    complete(chat('busy-once', 'hello')),
  );
  await sdk.check('what the proxy refuses for good is not tried again', async () => {
    const only = { headers: { 'X-API-Buddy-Cache': 'only' } };
    const before = sdk.proxiedFetch.requests;
    await assert.rejects(complete(chat('gpt', 'never asked'), only)(sdk.proxied), { status: 504 });
    assert.equal(sdk.proxiedFetch.requests - before, 1);
    assert.equal(api.calls.length, 0);
  });
  await sdk.check('what comes too late for a caller is there for the next', async () => {
    const request = complete(chat('slow', 'hello'), { timeout: TOO_SHORT, maxRetries: 0 });
    const released = api.released();
    const direct = await sdk.outcome(request, sdk.direct);
    assert.equal(direct.thrown, 'APIConnectionTimeoutError');
    await soon('the release of the API', released);
    const asked = api.called();
    assert.deepEqual(await sdk.outcome(request, sdk.proxied), direct);
    await soon('the call of the API', asked);
    api.step();
    const answer = await complete(chat('slow', 'hello'))(sdk.proxied);
    assert.equal(answer.model, 'slow');
    assert.equal(api.calls.length, 2, 'calls of the API');
  });
  await sdk.check('equal calls at one time are one call of the API', async () => {
    const asked = api.called();
    const answers = Array.from({ length: 8 }, () =>
      complete(chat('slow', 'all at once'))(sdk.proxied),
    );
    await soon('the call of the API', Promise.race([asked, ...answers]));
    api.step();
    assert.equal(new Set((await Promise.all(answers)).map((a) => JSON.stringify(a))).size, 1);
    assert.equal(api.calls.length, 1);
  });

  await sdk.sameRequest('the API sees the same request', complete(chat('gpt', 'what do you see?')));
  await sdk.sameResponse(
    'the same fields come back',
    complete(chat('gpt', 'fields')),
    QUOTA_FIELDS,
  );
  await sdk.check(
    'another key, organization or project is a miss, another SDK version is none',
    async () => {
      const request = complete(chat('gpt', 'whose is this?'));
      const others = [
        [{}, 'MISS'],
        [{ apiKey: 'sk-other' }, 'MISS'],
        [{ organization: 'org-other' }, 'MISS'],
        [{ project: 'proj-other' }, 'MISS'],
        [
          { defaultHeaders: { 'X-Stainless-Package-Version': '0.0.1', 'User-Agent': 'other' } },
          'HIT',
        ],
        [{ timeout: 12_000 }, 'HIT'],
      ];
      for (const [options, outcome] of others) {
        await request(sdk.proxiedWith(options));
        sdk.assertCache(outcome);
      }
      await complete({ messages: [{ content: 'whose is this?', role: 'user' }], model: 'gpt' })(
        sdk.proxied,
      );
      sdk.assertCache('HIT');
    },
  );
}
