import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure } from './avatax-failure.js';
import type { Answer } from './endpoints.js';

/** An answer as it goes over the wire. */
export interface Written {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function written({ status, body, location }: Answer): Written {
  return { status, text: JSON.stringify(body), ...(location && { headers: { location } }) };
}

const errorCodes: Readonly<Record<number, string>> = { 429: 'RateLimitExceeded', 503: 'ServerUnreachable', 504: 'ServiceTimeout' };

/** An answer of this status that was asked for. */
export function failed(status: number): Written {
  const { body } = failure(errorCodes[status] ?? 'UnhandledException', 'The double was told to fail.');
  return { status, text: JSON.stringify(body), ...(status === 429 && { headers: { 'retry-after': '1' } }) };
}

/** Without a body there is no type of one. With `rest`, the second half comes when that is kept. */
export async function write(response: ServerResponse, { status, text, headers }: Written, rest?: Promise<void>): Promise<void> {
  const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  const length = rest !== undefined ? {} : { 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...type, ...length, 'x-correlation-id': randomUUID(), serverduration: '00:00:00.0010000', ...headers });
  if (rest === undefined) return void response.end(text);
  const half = Math.ceil(text.length / 2);
  response.write(text.slice(0, half));
  await rest;
  response.end(text.slice(half));
}

export function cut(request: IncomingMessage): void {
  request.socket.destroy();
}
