import { createHash } from 'node:crypto';
import type { EditOperation } from '#contracts/commands/edit-order.js';
import { type Refusal, refuse } from '#contracts/refusals.js';

/** Says which operations were previewed on which version of an order. */
export function previewToken(version: number, operations: readonly EditOperation[]): string {
  return `${version}.${createHash('sha256').update(JSON.stringify(operations)).digest('base64url')}`;
}

/** What stands against committing what was previewed; without a token there was no preview. */
export function previewObstacle(token: string | undefined, version: number, operations: readonly EditOperation[]): Refusal | undefined {
  if (token === undefined || token === previewToken(version, operations)) return undefined;
  const previewed = Number(token.split('.')[0]);
  if (previewed !== version)
    return { ...refuse('preview-stale', `the order is at version ${version}; preview again`, 'token'), more: { version } };
  return refuse('preview-mismatch', 'send the very operations that were previewed', 'token');
}
