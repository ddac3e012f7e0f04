import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a log, indented, however big it is. */
export function lastLogLines(file: string, count = 15): string {
  const text = tail(file, 64 * 1024);
  const lines = text.split('\n').filter((line) => line.trim());
  return lines.length === 0
    ? '  (nothing was logged)'
    : lines
        .slice(-count)
        .map((line) => `  ${line}`)
        .join('\n');
}

function tail(file: string, bytes: number): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
