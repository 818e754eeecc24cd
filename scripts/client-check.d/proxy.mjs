// The runnable jar in a process of its own, as a user starts it, with an empty home directory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { within } from './check.mjs';

const PATIENCE = 60_000;

export class Proxy {
  #process;
  #home;
  #output = [];
  #urls = {};

  /** Starts `java -jar` with a configuration. */
  static async start(java, jar, configuration) {
    const proxy = new Proxy();
    proxy.#home = mkdtempSync(resolve('home-'));
    const file = join(proxy.#home, 'buddy.json');
    writeFileSync(file, JSON.stringify(configuration));
    proxy.#process = spawn(java, ['-jar', jar, '--config', file, '--port', '0'], {
      env: {
        ...process.env,
        HOME: proxy.#home,
        XDG_CACHE_HOME: join(proxy.#home, 'cache'),
        NO_COLOR: '1',
        // What is stored must not depend on how busy this machine is.
        API_BUDDY_CACHE_STORE_BUDGET: '30s',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.on('exit', () => proxy.#process.kill('SIGKILL'));
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) {
      process.on(signal, () => process.exit(1));
    }
    try {
      await within(PATIENCE, 'the start', proxy.#started());
    } catch (e) {
      throw new Error(`the proxy did not start; it said:\n${proxy.output}`, { cause: e });
    }
    return proxy;
  }

  /** Returns an alias's base URL, as the banner shows it. */
  url(alias) {
    return this.#urls[alias];
  }

  /** Returns its output: the banner and the warnings. */
  get output() {
    return this.#output.join('\n');
  }

  async stop() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill();
      await within(PATIENCE, 'the end', once(this.#process, 'exit'));
    }
    rmSync(this.#home, { recursive: true });
  }

  async #started() {
    createInterface(this.#process.stderr).on('line', (line) => this.#output.push(line));
    const lines = createInterface(this.#process.stdout);
    const ended = once(this.#process, 'close').then(([code]) => {
      throw new Error(`it ended with exit code ${code}`);
    });
    const banner = new Promise((done) => {
      lines.on('line', (line) => {
        this.#output.push(line);
        const mapping = /^ {2}(\S+) +(http:\S+) +-> /.exec(line);
        if (mapping) {
          this.#urls[mapping[1]] = mapping[2];
        } else if (line.trim().startsWith('stop')) {
          done();
        }
      });
    });
    await Promise.race([banner, ended]);
    ended.catch(() => {}); // from now on it ends when it is told to
  }
}
