import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import type { ServiceName } from './services.js';

/** Shows what services log from now on, a line per entry. */
export function streamLogs(runDirectory: string, services: readonly ServiceName[], show: (line: string) => void): void {
  for (const service of new Set(services)) {
    const file = path.join(runDirectory, 'logs', `${service}-1.log`);
    let position = sizeOf(file);
    const readOn = async () => {
      const size = sizeOf(file);
      if (size > position) {
        const lines = createInterface({ input: createReadStream(file, { start: position, end: size - 1 }) });
        position = size;
        for await (const line of lines) show(`${styleText('cyan', service.padEnd(9))} ${readableLine(line)}`);
      }
      setTimeout(readOn, 250);
    };
    void readOn();
  }
}

const important = new Set(['warn', 'error', 'fatal']);
const shownElsewhere = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name', 'err']);

/** A JSON log entry for people: time, level, message, fields, and below them the stack of an error. Other lines stay as they are. */
export function readableLine(line: string): string {
  const entry = parseEntry(line);
  if (!entry) return line;
  const level = String(entry.level);
  const fields = Object.entries(entry).filter(([key]) => !shownElsewhere.has(key));
  const shown = fields.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const stack = (entry.err as { stack?: string } | undefined)?.stack;
  return [
    new Date(entry.time as number).toISOString().slice(11, 23),
    important.has(level) ? styleText('red', level.toUpperCase()) : level,
    entry.msg ?? '',
    ...(shown.length > 0 ? [styleText('dim', shown.join(' '))] : []),
    ...(stack ? [`\n${stack}`] : []),
  ].join(' ');
}

function parseEntry(line: string): Record<string, unknown> | null {
  try {
    const entry = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'level' in entry && 'time' in entry ? entry : null;
  } catch {
    return null;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
