// An API of plain resources, as any HTTP server has them.
import { createHash } from 'node:crypto';

/** A text of 20,000 bytes in which no part repeats. */
export const TEXT = Array.from({ length: 2_000 }, (_, i) => `${i}`.padStart(9, '.') + '\n').join(
  '',
);

const ETAG = '"v1"';
const FIELDS = {
  etag: ETAG,
  'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
  'accept-ranges': 'bytes',
};

function resource(call) {
  if (call.fields['if-none-match'] === ETAG) {
    call.response.writeHead(304, FIELDS).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(call.fields.range ?? '');
  if (!range) {
    call.answer(200, 'text/plain', TEXT, FIELDS);
    return;
  }
  const first = Number(range[1]);
  const last = range[2] ? Number(range[2]) : TEXT.length - 1;
  const fields = { ...FIELDS, 'content-range': `bytes ${first}-${last}/${TEXT.length}` };
  call.answer(206, 'text/plain', TEXT.slice(first, last + 1), fields);
}

/** Returns the request as it arrived here. */
function echo(call) {
  call.answerJson(200, {
    method: call.method,
    target: call.url.pathname + call.url.search,
    type: call.fields['content-type'],
    length: call.body.length,
    sha256: createHash('sha256').update(call.body).digest('hex'),
  });
}

/** Serves the resources below `/plain`. */
export function servePlain(api) {
  const events = TEXT.split('\n', 10).map((line) => `data: ${line}\n\n`);
  api.on('/plain/text', resource);
  api.on('/plain/zipped', (call) =>
    call.answer(200, 'text/plain', TEXT, { vary: 'Accept-Encoding' }),
  );
  api.on('/plain/echo', echo);
  api.on('/plain/events', (call) => call.stream('text/event-stream', events, { held: true }));
  api.on('/plain/empty', (call) => call.response.writeHead(204).end());
  api.on('/plain/slow', async (call) => {
    await call.hold();
    call.answer(200, 'text/plain', TEXT);
  });
  api.on('/plain/session', (call) => {
    const path = call.url.searchParams.has('wide') ? '/' : '/plain';
    call.answer(200, 'text/plain', TEXT, { 'set-cookie': [`a=1; Path=${path}`, 'b=2; HttpOnly'] });
  });
  api.on('/plain/moved', (call) => {
    // Twice: as a path below the API, and with the API's own address.
    const own = call.url.searchParams.has('own') ? `http://${call.fields.host}` : '';
    call.answer(301, 'text/plain', 'moved '.repeat(50), { location: `${own}/plain/text` });
  });
}
