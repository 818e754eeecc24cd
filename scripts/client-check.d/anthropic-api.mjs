// The Anthropic API's wire format. The `model` of a call decides how it is answered.

const WORDS = ['Once', ' upon', ' a', ' time', '.'];
const HEAD = {
  'anthropic-organization-id': 'org-check',
  'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy',
};
const QUOTA = {
  'anthropic-ratelimit-requests-limit': '60',
  'anthropic-ratelimit-requests-remaining': '59',
};
const FIELDS = { ...HEAD, ...QUOTA };

/** The rate-limit fields. */
export const QUOTA_FIELDS = Object.keys(QUOTA);

const TYPES = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};

function error(call, status, fields) {
  const problem = { type: TYPES[status], message: 'The model does not do that.' };
  call.answerJson(
    status,
    { type: 'error', error: problem, request_id: HEAD['request-id'] },
    { ...HEAD, ...fields },
  );
}

function message(model, content, stop) {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: { input_tokens: 9, output_tokens: 5 },
  };
}

const named = (event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

function events(model) {
  return [
    { type: 'message_start', message: message(model, [], null) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...WORDS.map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 5 },
    },
    { type: 'message_stop' },
  ].map(named);
}

function messages(call, api) {
  const { model, stream } = call.json;
  const [behaviour, argument] = model.split(':');
  if (behaviour === 'error') {
    return error(call, Number(argument));
  }
  if (behaviour === 'overloaded-once' && api.calls.length % 2 === 1) {
    return error(call, 529, { 'retry-after': '1' });
  }
  if (!stream) {
    const content = [{ type: 'text', text: WORDS.join('') }];
    return call.answerJson(200, message(model, content, 'end_turn'), FIELDS);
  }
  const all = events(model);
  // Not an event of its own: the SDK ignores it, so nothing may wait for it.
  all[0] += named({ type: 'ping' });
  if (behaviour === 'overloaded-later') {
    const problem = { type: 'overloaded_error', message: 'Overloaded' };
    all.splice(4, all.length, named({ type: 'error', error: problem }));
  }
  return call.stream('text/event-stream; charset=utf-8', all, {
    held: behaviour === 'held',
    fields: FIELDS,
  });
}

function models(call) {
  const entries = ['claude-check', 'claude-check-mini'].map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-01-01T00:00:00Z',
  }));
  call.answerJson(
    200,
    { data: entries, first_id: entries[0].id, last_id: entries[1].id, has_more: false },
    FIELDS,
  );
}

/** Serves the API below `/anthropic`. */
export function serveAnthropic(api) {
  api.on('/anthropic/v1/messages', (call) => messages(call, api));
  api.on('/anthropic/v1/messages/count_tokens', (call) =>
    call.answerJson(200, { input_tokens: 14 }, FIELDS),
  );
  api.on('/anthropic/v1/models', models);
}
