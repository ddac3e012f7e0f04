import type { IncomingMessage } from 'node:http';
import { unreadable } from './avatax-failure.js';

/** Undefined when whoever sent it was gone before its end. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  try {
    return Buffer.concat(await request.toArray()).toString();
  } catch {
    return undefined;
  }
}

/** Undefined for no body. Throws AvataxFailure for what is no JSON. */
export function parsed(body: string): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw unreadable('The body is not JSON.');
  }
}

/** Of the document that a body is about. */
export function codeIn(body: string): string | undefined {
  try {
    const { code, createTransactionModel } = JSON.parse(body);
    const found = createTransactionModel?.code ?? code;
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}
