import { createServer } from 'node:net';
import { SetupError } from './setup-error.js';

export interface WantedPort {
  readonly port: number;
  /** Who wants it, for the message. */
  readonly program: string;
  /** The environment variable that chooses another. */
  readonly variable: string;
}

/** A port from the environment, e.g. `KAFKA_PORT`; throws SetupError when that is not a port number. */
export function portFromEnvironment(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError(`${variable}=${text} is not a port.`, 'Give a number from 1 to 65535.');
}

/** Throws SetupError naming every port that is taken and who wants it, with a command that chooses free ones instead. */
export async function requireFreePorts(wanted: readonly WantedPort[]): Promise<void> {
  const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
  const taken = wanted.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  throw new SetupError(
    taken.map(({ port, program }) => `Port ${port}, which ${program} wants, is taken by another program.`).join('\n'),
    `End ${taken.length > 1 ? 'those programs' : 'that program'}, or choose ${taken.length > 1 ? 'other ports' : 'another port'}:\n` +
      `  ${await commandWithFreePorts(wanted, taken)}`,
  );
}

/** `npm start` with a free port for each that is taken, and with the port variables that are set for the others. */
async function commandWithFreePorts(wanted: readonly WantedPort[], taken: readonly WantedPort[]): Promise<string> {
  const used = new Set(wanted.map(({ port }) => port));
  const settings: string[] = [];
  for (const each of wanted) {
    if (!taken.includes(each)) {
      if (process.env[each.variable]) settings.push(`${each.variable}=${each.port}`);
      continue;
    }
    const port = await freePortLike(each.port, used);
    used.add(port);
    settings.push(`${each.variable}=${port}`);
  }
  return [...settings, 'npm start'].join(' ');
}

/** A free port that is easy to recognize, 10,000 from the wanted one or soon after, and not among `used`. */
async function freePortLike(wanted: number, used: ReadonlySet<number>): Promise<number> {
  let port = wanted < 50_000 ? wanted + 10_000 : wanted - 10_000;
  while (used.has(port) || !(await isFree(port))) port++;
  return port;
}

/**
 * Different ports that are free now. They lie below the range that systems take outgoing connections from (32768 on), so that
 * nobody is likely to take one by accident before it is used.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!ports.includes(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
