// Runs `with-node.js [--build] FILE [ARG …]` under the project's own Node 24, from any Node 20 or later:
// installs the packages when the lock file is newer than what is installed; with --build, builds when a source has changed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`Node ${process.versions.node} is too old. Install Node 20 or later and try again.`);

const node = 'node_modules/node/bin/node';
const args = process.argv.slice(2);
installOnce();
if (args[0] === '--build') {
  args.shift();
  buildWhenChanged();
}
runToTheEnd();

function installOnce() {
  const age = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const installed = age('node_modules/.package-lock.json');
  if (!installed || installed < age('package-lock.json')) {
    step('Installing packages (once; a minute or two)');
    run('npm', ['install', '--no-save', '--loglevel=error', '--no-fund', '--no-audit'], 'npm install failed; its message is above.');
  }
  if (!existsSync(node)) {
    fail(
      'The npm package "node" did not unpack its binary. Remove node_modules and try again; npm must be allowed to run its install script.',
    );
  }
}

/** A build empties dist, which a system that runs from there may still read: no build without need. */
function buildWhenChanged() {
  const builtFrom = 'dist/.built-from';
  const sources = fingerprint();
  if (existsSync(builtFrom) && readFileSync(builtFrom, 'utf8') === sources) return;
  step('Building');
  run(node, ['node_modules/@nestjs/cli/bin/nest.js', 'build', '--all'], 'The build failed; its message is above.', { quiet: true });
  writeFileSync(builtFrom, sources);
}

/** Names, sizes and times of everything that a build reads. */
function fingerprint() {
  const folders = ['apps', 'libs', 'infra', 'tools', 'bench', 'faults'].filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`));
  const hash = createHash('sha256');
  for (const file of [...files.sort(), 'package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', '.swcrc']) {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** The child shares our process group, so Ctrl-C reaches it twice, directly and from here; a signal sent to us alone reaches it once. */
function runToTheEnd() {
  const child = spawn(node, ['--enable-source-maps', ...args], {
    stdio: 'inherit',
    env: { ...process.env, DOCKET_PARENT: String(process.pid) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${node} does not run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  if (process.env.npm_lifecycle_event) endWithParent(child);
}

/** npm passes signals on; a SIGKILL it cannot. */
function endWithParent(child) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref();
}

function step(text) {
  process.stderr.write(`• ${text} …\n`);
}

function run(command, commandArgs, failure, { quiet = false } = {}) {
  const { status, stdout, stderr } = spawnSync(command, commandArgs, {
    stdio: quiet ? 'pipe' : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (status === 0) return;
  if (quiet) process.stderr.write(`${stdout}${stderr}`);
  fail(failure);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
