// Starts an API and the proxy in front of it, runs every client against both, and counts.
// Arguments: the program that runs Java, and the runnable jar.
import { spawnSync } from 'node:child_process';
import { checkAnthropic } from './anthropic.mjs';
import { serveAnthropic } from './anthropic-api.mjs';
import { Api } from './api.mjs';
import { Checks } from './check.mjs';
import { checkCurl } from './curl.mjs';
import { checkFetch } from './fetch.mjs';
import { checkOpenAi } from './openai.mjs';
import { serveOpenAi } from './openai-api.mjs';
import { checkPackages } from './packages.mjs';
import { servePlain } from './plain-api.mjs';
import { Proxy } from './proxy.mjs';

/** Returns whether a program is installed, and says so clearly if it is not. */
function has(program) {
  const found = spawnSync(program, ['--version']).status === 0;
  if (!found) {
    console.log(`SKIPPED: there is no ${program} here`);
  }
  return found;
}

// Each check has its own time limit; this one is for everything unforeseen.
setTimeout(() => {
  console.error('the checks do not end');
  process.exit(1);
}, 900_000).unref();

const [java, jar] = process.argv.slice(2);
const api = await Api.start();
serveOpenAi(api);
serveAnthropic(api);
servePlain(api);
const upstream = (alias) => `${api.url}/${alias}`;
const proxy = await Proxy.start(java, jar, {
  domain_mappings: {
    ...Object.fromEntries(
      ['openai', 'anthropic', 'plain', 'registry'].map((a) => [a, upstream(a)]),
    ),
    // Maven requests the latest from every cache, and its checksums are small.
    repository: {
      upstream: upstream('repository'),
      respect_client_cache_control: false,
      min_cache_response_size: 0,
    },
  },
});
const checks = new Checks(() => api.reset());
try {
  await checkOpenAi(checks, api, proxy);
  await checkAnthropic(checks, api, proxy);
  await checkFetch(checks, api, proxy);
  if (has('curl')) {
    await checkCurl(checks, api, proxy);
  }
  await checkPackages(checks, api, proxy, has);
} finally {
  await proxy.stop();
  api.close();
}
if (checks.failed > 0) {
  console.log(`the proxy said:\n${proxy.output}`);
}
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);
