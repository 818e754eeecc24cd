// The OpenAI API's wire format. The `model` of a call decides how it is answered.

const USAGE = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
const WORDS = ['Once', ' upon', ' a', ' time', '.'];
const HEAD = {
  'openai-organization': 'org-check',
  'openai-processing-ms': '12',
  'openai-version': '2020-10-01',
  'x-request-id': 'req_0123456789abcdef',
};
const QUOTA = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '59' };
const FIELDS = { ...HEAD, ...QUOTA };

/** The rate-limit fields. */
export const QUOTA_FIELDS = Object.keys(QUOTA);

function error(call, status, code, fields) {
  const message = `The model does not do that (${code}).`;
  const type = status === 429 ? 'requests' : 'invalid_request_error';
  call.answerJson(
    status,
    { error: { message, type, param: 'model', code } },
    { ...HEAD, ...fields },
  );
}

function chunk(model, delta, finish = null) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1760000000,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  };
}

const data = (value) => `data: ${JSON.stringify(value)}\n\n`;

function chatEvents(model) {
  return [
    data(chunk(model, { role: 'assistant', content: '' })),
    ...WORDS.map((content) => data(chunk(model, { content }))),
    data(chunk(model, {}, 'stop')) + 'data: [DONE]\n\n',
  ];
}

async function chat(call, api) {
  const { model, stream } = call.json;
  const [behaviour, argument] = model.split(':');
  switch (behaviour) {
    case 'error':
      return error(call, Number(argument), 'model_error');
    case 'never-again':
      return error(call, 500, 'broken', { 'x-should-retry': 'false' });
    case 'busy-once':
      if (api.calls.length % 2 === 1) {
        return error(call, 429, 'rate_limit_exceeded', { 'retry-after': '1' });
      }
      break;
    case 'slow':
      await call.hold();
      break;
    case 'cut': {
      const [first] = chatEvents(model);
      call.response.writeHead(200, { 'content-type': 'text/event-stream', ...FIELDS });
      call.response.write(first);
      await call.hold();
      return call.response.destroy();
    }
  }
  if (stream) {
    const held = behaviour === 'held';
    return call.stream('text/event-stream; charset=utf-8', chatEvents(model), {
      held,
      fields: FIELDS,
    });
  }
  const message = { role: 'assistant', content: WORDS.join(''), refusal: null };
  call.answerJson(
    200,
    {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1760000000,
      model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
      usage: USAGE,
    },
    FIELDS,
  );
}

function response(model, status, output) {
  return { id: 'resp_1', object: 'response', created_at: 1760000000, status, model, output };
}

function responses(call) {
  const { model, stream } = call.json;
  const content = [{ type: 'output_text', text: WORDS.join(''), annotations: [] }];
  const output = [
    { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content },
  ];
  const whole = { ...response(model, 'completed', output), usage: USAGE };
  if (!stream) {
    return call.answerJson(200, whole, FIELDS);
  }
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const events = [
    { type: 'response.created', response: response(model, 'in_progress', []) },
    ...WORDS.map((delta) => ({ type: 'response.output_text.delta', ...at, delta })),
    { type: 'response.output_text.done', ...at, text: WORDS.join('') },
    { type: 'response.completed', response: whole },
  ];
  const pieces = events.map((event, number) => {
    return `event: ${event.type}\n${data({ ...event, sequence_number: number })}`;
  });
  return call.stream('text/event-stream', pieces, { held: model === 'held', fields: FIELDS });
}

function embeddings(call) {
  const { model, input, encoding_format: format } = call.json;
  const entries = [input].flat().map((text, index) => {
    const vector = Float32Array.from({ length: 64 }, (_, i) =>
      Math.fround(Math.sin(text.length + i)),
    );
    const embedding =
      format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  call.answerJson(200, { object: 'list', data: entries, model, usage: USAGE }, FIELDS);
}

function models(call) {
  const names = ['gpt-check', 'gpt-check-mini', 'text-embedding-check'];
  const entries = names.map((id) => ({
    id,
    object: 'model',
    created: 1760000000,
    owned_by: 'check',
  }));
  call.answerJson(200, { object: 'list', data: entries }, FIELDS);
}

function transcription(call) {
  const whole =
    call.body.includes('RIFF') && call.body.includes('name="file"; filename="speech.wav"');
  const text = whole ? 'She sells sea shells by the sea shore. '.repeat(4) : 'not a file';
  call.answerJson(200, { text }, FIELDS);
}

/** Serves the API below `/openai`. */
export function serveOpenAi(api) {
  api.on('/openai/v1/chat/completions', (call) => chat(call, api));
  api.on('/openai/v1/responses', responses);
  api.on('/openai/v1/embeddings', embeddings);
  api.on('/openai/v1/models', models);
  api.on('/openai/v1/audio/transcriptions', transcription);
  api.on('/openai/v1/audio/speech', (call) =>
    call.answer(200, 'audio/mpeg', Buffer.alloc(50_000, 0xfb), FIELDS),
  );
}
