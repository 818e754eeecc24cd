// npm and Maven: a second machine's installation takes everything from the cache.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const work = mkdtempSync(resolve('packages-'));

/** Returns a folder that does not exist yet. */
function folder(name) {
  const made = join(work, name);
  mkdirSync(made, { recursive: true });
  return made;
}

const described = (name, version) => JSON.stringify({ name, version, main: 'index.js' });

async function tarball() {
  const content = folder('hello/package');
  writeFileSync(join(content, 'package.json'), described('hello', '1.0.0'));
  writeFileSync(join(content, 'index.js'), `export default '${'hello '.repeat(100)}';\n`);
  const file = join(work, 'hello.tgz');
  await run('tar', ['-czf', file, '-C', join(content, '..'), 'package']);
  return readFileSync(file);
}

/** Serves a registry of one package below `/registry`. */
async function serveRegistry(api) {
  const content = await tarball();
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  const version = {
    ...JSON.parse(described('hello', '1.0.0')),
    dist: { tarball: `${api.url}/registry/hello/-/hello-1.0.0.tgz`, integrity },
  };
  const metadata = {
    name: 'hello',
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': version },
  };
  api.on('/registry/hello', (call) => call.answerJson(200, metadata, { etag: '"1"' }));
  api.on('/registry/hello/-/hello-1.0.0.tgz', (call) =>
    call.answer(200, 'application/octet-stream', content),
  );
}

/** Installs as on a machine with empty caches. */
async function npmInstall(registry, name) {
  const project = folder(name);
  writeFileSync(join(project, 'package.json'), described('user', '1.0.0'));
  // Replaces the registry's address in metadata, as npm by default does for the public registry.
  const own = ['--replace-registry-host=always', '--registry', registry];
  const caches = ['--cache', folder(`${name}-cache`)];
  const nothingElse = ['--no-audit', '--no-fund', '--no-update-notifier'];
  await run('npm', ['install', 'hello@1.0.0', ...own, ...caches, ...nothingElse], { cwd: project });
  return readFileSync(join(project, 'node_modules/hello/index.js'), 'utf8');
}

function coordinates(artifact) {
  return `<groupId>org.example</groupId><artifactId>${artifact}</artifactId><version>1</version>`;
}

function pom(artifact, parent) {
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  ${parent ? `<parent>${coordinates(parent)}</parent>` : ''}
  ${coordinates(artifact)}
  <packaging>pom</packaging>
  <description>${'A parent for those who need one. '.repeat(10)}</description>
</project>
`;
}

/** Serves a repository of one parent below `/repository`. */
function serveRepository(api) {
  const parent = pom('parent');
  const path = '/repository/org/example/parent/1/parent-1.pom';
  api.on(path, (call) => call.answer(200, 'application/xml', parent));
  api.on(`${path}.sha1`, (call) => {
    call.answer(200, 'text/plain', createHash('sha1').update(parent).digest('hex'));
  });
}

/** Reads a project whose parent is in the repository, as on a machine with empty caches. */
async function mavenValidate(repository, name) {
  const project = folder(name);
  const local = join(project, 'local');
  const mirror = `<mirror><id>check</id><mirrorOf>*</mirrorOf><url>${repository}</url></mirror>`;
  writeFileSync(join(project, 'settings.xml'), `<settings><mirrors>${mirror}</mirrors></settings>`);
  writeFileSync(join(project, 'pom.xml'), pom('child', 'parent'));
  const options = ['-B', '-q', '-s', 'settings.xml', `-Dmaven.repo.local=${local}`, 'validate'];
  await run('mvn', options, { cwd: project });
  const parent = join(local, 'org/example/parent/1/parent-1.pom');
  return existsSync(parent) && readFileSync(parent, 'utf8');
}

/** Runs directly, through the proxy, and again through the proxy, without asking the API. */
function secondMachine(checks, api, title, install, direct, proxied) {
  const body = async () => {
    const expected = await install(direct, `${title} directly`);
    assert.ok(expected);
    const calls = api.calls.length;
    assert.equal(await install(proxied, `${title} first`), expected);
    assert.equal(api.calls.length, 2 * calls);
    assert.equal(await install(proxied, `${title} second`), expected);
    assert.deepEqual(
      api.calls.slice(2 * calls).map((call) => call.url.pathname),
      [],
    );
  };
  return checks.check(title, body);
}

export async function checkPackages(checks, api, proxy, has) {
  if (has('npm')) {
    await serveRegistry(api);
    const registry = `${proxy.url('registry')}/`;
    await secondMachine(checks, api, 'npm install', npmInstall, `${api.url}/registry/`, registry);
  }
  if (has('mvn')) {
    serveRepository(api);
    const repository = proxy.url('repository');
    await secondMachine(checks, api, 'mvn', mavenValidate, `${api.url}/repository`, repository);
  }
}
