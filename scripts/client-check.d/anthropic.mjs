// The official Anthropic SDK.
import Anthropic from '@anthropic-ai/sdk';
import { QUOTA_FIELDS } from './anthropic-api.mjs';
import { collected, Sdk } from './sdk.mjs';

const KEY = 'sk-ant-check';

function create(baseURL, fetch, options) {
  return new Anthropic({ baseURL, fetch, apiKey: KEY, authToken: null, maxRetries: 2, ...options });
}

/** Makes the parsed answer comparable: the request id is a property that is not enumerable. */
function value(answer) {
  return { ...structuredClone(answer), _request_id: answer?._request_id };
}

const ask = (model, content, more) => ({
  model,
  max_tokens: 100,
  messages: [{ role: 'user', content }],
  ...more,
});

export async function checkAnthropic(checks, api, proxy) {
  const sdk = new Sdk('anthropic', checks, api, {
    direct: `${api.url}/anthropic`,
    proxied: proxy.url('anthropic'),
    create,
    value,
  });
  const send = (request, options) => (client) => client.messages.create(request, options);
  const stream = (request) => send({ ...request, stream: true });

  await sdk.alikeAndKept('message', send(ask('claude', 'tell me a story')));
  await sdk.alikeAndKept('list of models', (c) => collected(c.models.list()));
  // Its answer is smaller than cache.min_cache_response_size.
  await sdk.alike('count of tokens', (c) => {
    return c.messages.countTokens({
      model: 'claude',
      messages: [{ role: 'user', content: 'hello' }],
    });
  });
  await sdk.alikeAndKept('message that is put together from its events', async (c) => {
    const texts = [];
    const whole = c.messages
      .stream(ask('claude', 'a story in parts'))
      .on('text', (t) => texts.push(t));
    return { message: await whole.finalMessage(), texts, id: whole.request_id };
  });

  await sdk.stepwise('stream, event by event', stream(ask('held', 'a story, word by word')));
  await sdk.alikeAndNotKept('error within a stream', async (client) => {
    return collected(await stream(ask('overloaded-later', 'a story with a bad end'))(client));
  });
  const leave = ask('held', 'a story that is too long');
  await sdk.leaving('leaving the loop ends the stream at the API', stream(leave));
  await sdk.leaving('aborting ends the stream at the API', stream(leave), (s) =>
    s.controller.abort(),
  );

  for (const status of [400, 401, 403, 404, 413, 429, 500, 529]) {
    await sdk.alike(
      `error ${status} is the API's own`,
      send(ask(`error:${status}`, 'hello'), { maxRetries: 0 }),
    );
  }
  await sdk.alikeAndKept(
    '529 with Retry-After is tried again',
    send(ask('overloaded-once', 'hello')),
  );

  await sdk.sameRequest('the API sees the same request', send(ask('claude', 'what do you see?')));
  await sdk.sameResponse('the same fields come back', send(ask('claude', 'fields')), QUOTA_FIELDS);
  await sdk.check(
    'another key, version or beta is a miss, another SDK version is none',
    async () => {
      const request = send(ask('claude', 'whose is this?'));
      const others = [
        [{}, 'MISS'],
        [{ apiKey: 'sk-ant-other' }, 'MISS'],
        [{ defaultHeaders: { 'anthropic-version': '2020-01-01' } }, 'MISS'],
        [{ defaultHeaders: { 'anthropic-beta': 'check-2026-01-01' } }, 'MISS'],
        [
          { defaultHeaders: { 'X-Stainless-Package-Version': '0.0.1', 'User-Agent': 'other' } },
          'HIT',
        ],
      ];
      for (const [options, outcome] of others) {
        await request(sdk.proxiedWith(options));
        sdk.assertCache(outcome);
      }
    },
  );
}
