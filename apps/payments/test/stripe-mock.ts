import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { execa } from 'execa';
import { eventually } from '../../../test/support/eventually.js';

const VERSION = 'v0.203.0';
const directory = resolve('node_modules/.cache/stripe-mock', VERSION);
const binary = `${directory}/stripe-mock`;

/** Why Stripe's own mock cannot be had on this machine; undefined once it is installed. */
export async function stripeMockObstacle(): Promise<string | undefined> {
  if (existsSync(binary)) return undefined;
  if ((await execa('go', ['version'], { reject: false })).failed) return 'stripe-mock is built by Go, and there is no "go" here';
  const install = execa('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], { env: { GOBIN: directory }, reject: false });
  const { failed, stderr } = await install;
  return failed ? `"go install" could not build stripe-mock: ${stderr.trim().split('\n').at(-1)}` : undefined;
}

/** The mock on a free port; it knows the form of every request, and nothing else. */
export async function startStripeMock(): Promise<{ url: string; stop(): Promise<void> }> {
  const mock = execa(binary, ['-http-addr', '127.0.0.1:', '-https-addr', '127.0.0.1:'], { reject: false, buffer: false, cleanup: true });
  let output = '';
  mock.stdout.on('data', (text) => {
    output += text;
  });
  mock.stderr.on('data', (text) => {
    output += text;
  });
  const port = await eventually(() => /HTTP at address: \S+:(\d+)/.exec(output)?.[1]);
  const stop = async () => {
    mock.kill();
    await mock;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
