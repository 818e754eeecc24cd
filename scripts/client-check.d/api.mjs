// A real API on loopback: it remembers its requests and holds answers back on demand.
import http from 'node:http';
import { EventEmitter, once } from 'node:events';
import { gzipSync } from 'node:zlib';

/** One call and the answer to it. */
class Call {
  #api;

  constructor(api, request, body, response) {
    this.#api = api;
    this.method = request.method;
    this.url = new URL(request.url, 'http://api');
    this.fields = request.headers;
    this.body = body;
    this.response = response;
  }

  get json() {
    return JSON.parse(this.body);
  }

  /** Answers, compressed if the client accepts that and the answer has a `Vary`. */
  answer(status, mediaType, content, fields = {}) {
    const zip = fields.vary && /\bgzip\b/.test(this.fields['accept-encoding'] ?? '');
    const bytes = zip ? gzipSync(content) : Buffer.from(content);
    this.response.writeHead(status, {
      'content-type': mediaType,
      'content-length': bytes.length,
      ...(zip ? { 'content-encoding': 'gzip' } : {}),
      ...fields,
    });
    this.response.end(this.method === 'HEAD' ? undefined : bytes);
  }

  answerJson(status, value, fields) {
    this.answer(status, 'application/json', JSON.stringify(value), fields);
  }

  /** Answers in pieces; held pieces leave one by one, each when the check says `step`. */
  async stream(mediaType, pieces, { held = false, fields = {} } = {}) {
    this.#api.forgetSteps();
    this.response.writeHead(200, { 'content-type': mediaType, ...fields });
    for (const [number, piece] of pieces.entries()) {
      if (held && number > 0) {
        await this.#api.stepped(this.response);
      }
      this.response.write(piece);
    }
    this.response.end();
  }

  /** Waits until the check says `step`. */
  hold() {
    return this.#api.stepped(this.response);
  }
}

export class Api {
  #server = http.createServer();
  #routes = new Map();
  #events = new EventEmitter();
  #steps = 0;
  #held = new Set();

  /** The requests since the last `reset`, the earliest first. */
  calls = [];

  static async start() {
    const api = new Api();
    api.#server.on('request', (request, response) => api.#handle(request, response));
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    api.url = `http://127.0.0.1:${api.#server.address().port}`;
    return api;
  }

  /** Registers a handler for the paths that begin with a prefix; the longest prefix decides. */
  on(path, answer) {
    this.#routes.set(path, answer);
  }

  /** Resets the API for another check, which hears nothing of the ends of earlier calls. */
  reset() {
    this.calls = [];
    this.#events = new EventEmitter();
    this.forgetSteps();
    this.#held.forEach((held) => held.leave());
  }

  forgetSteps() {
    this.#steps = 0;
  }

  /** Releases the next held piece. */
  step() {
    const [next] = this.#held;
    if (next === undefined) {
      this.#steps++;
    } else {
      this.#held.delete(next);
      next.go();
    }
  }

  /** Waits for a step. Fails if the client has gone or the check is over. */
  stepped(response) {
    if (this.#steps > 0) {
      this.#steps--;
      return undefined;
    }
    return new Promise((go, fail) => {
      const leave = () => {
        this.#held.delete(held);
        fail(new Error('nobody waits any more'));
      };
      const held = {
        go: () => {
          response.off('close', leave);
          go();
        },
        leave,
      };
      this.#held.add(held);
      response.once('close', leave);
    });
  }

  /** Resolves when the next client leaves before its answer has ended. */
  released() {
    return once(this.#events, 'released');
  }

  /** Resolves when the next call has arrived completely. */
  called() {
    return once(this.#events, 'called');
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #handle(request, response) {
    const events = this.#events;
    response.on('close', () => response.writableFinished || events.emit('released'));
    try {
      const content = [];
      for await (const piece of request) {
        content.push(piece);
        events.emit('content');
      }
      const call = new Call(this, request, Buffer.concat(content), response);
      this.calls.push(call);
      events.emit('called');
      const path = [...this.#routes.keys()]
        .filter((known) => call.url.pathname.startsWith(known))
        .sort((one, other) => other.length - one.length)[0];
      if (path === undefined) {
        call.answerJson(404, { error: `nothing at ${call.url.pathname}` });
      } else {
        await this.#routes.get(path)(call);
      }
    } catch {
      response.destroy(); // the client has gone, or the check that held it is over
    }
  }

  /** Resolves when the next piece of a request's content has arrived. */
  content() {
    return once(this.#events, 'content');
  }
}
