import { type ExecaError, execa } from 'execa';
import { SetupError } from './setup-error.js';

/** Runs a program to its end and gives what it printed. Throws SetupError when it is not installed or fails. */
export async function runProgram(program: string, args: readonly string[], purpose: string, advice: string): Promise<string> {
  try {
    const { all } = await execa(program, args, { all: true, stdin: 'ignore', timeout: 15 * 60_000 });
    return all;
  } catch (error) {
    const { code, all } = error as ExecaError<{ all: true }>;
    if (code === 'ENOENT') throw new SetupError(`${program} is not installed; it is needed to ${purpose}.`, advice);
    throw new SetupError(`${program} could not ${purpose}:\n${lastLines(String(all ?? error))}`, advice, {
      cause: error,
    });
  }
}

function lastLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .slice(-12)
    .map((line) => `  ${line}`)
    .join('\n');
}
