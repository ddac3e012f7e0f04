import { setTimeout as delay } from 'node:timers/promises';
import type { OnModuleInit } from '@nestjs/common';
import mongoose, { type Connection } from 'mongoose';
import type { Log } from './log.js';
import { Unavailable } from './outage.js';

/** A collection's indexes, made and checked at start: nothing runs on a database that lacks one. */
export interface IndexedCollection {
  readonly name: string;
  readonly indexes: readonly {
    readonly key: Record<string, 1 | -1>;
    readonly unique?: boolean;
    readonly partialFilterExpression?: object;
    /** With 0, what is in the indexed field is when a document goes. */
    readonly expireAfterSeconds?: number;
  }[];
}

/**
 * The service's own MongoDB database. The service starts without it and waits for it; a write is acknowledged by a majority
 * and in its journal, and no call outlives the socket's time limit by much.
 */
export class Database implements OnModuleInit {
  readonly #connection: Connection;
  readonly #collections: IndexedCollection[] = [];
  #ready = false;
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly log: Log,
  ) {
    this.#connection = mongoose.createConnection();
  }

  /** Declares a collection; call before the application starts. */
  declare(collection: IndexedCollection): void {
    this.#collections.push(collection);
  }

  /** The collection itself. Throws Unavailable until the database has been reached and its indexes are there. */
  collection<Document extends object>(name: string): mongoose.mongo.Collection<Document> {
    if (!this.#ready || !this.#connection.db) throw new Unavailable('the database');
    return this.#connection.db.collection<Document>(name);
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    if (!this.#ready || !this.#connection.db) throw new Unavailable('the database');
    await this.#connection.db.command({ ping: 1 });
  }

  /** What time it is by the primary's clock. Throws when the database does not answer. */
  async time(): Promise<Date> {
    if (!this.#ready || !this.#connection.db) throw new Unavailable('the database');
    const { localTime } = await this.#connection.db.command({ hello: 1 });
    return localTime;
  }

  onModuleInit(): void {
    // Not awaited: a service must start, and say that it is not ready, while its database is away.
    void this.#open();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close();
  }

  async #open(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#connection.openUri(this.url, {
          dbName: this.name,
          writeConcern: { w: 'majority', journal: true },
          connectTimeoutMS: 5_000,
          serverSelectionTimeoutMS: 5_000,
          socketTimeoutMS: 10_000,
          waitQueueTimeoutMS: 5_000,
          maxPoolSize: 64,
          bufferCommands: false,
          autoIndex: false,
          ignoreUndefined: true,
        });
        await this.#makeIndexes();
        this.#ready = true;
        return;
      } catch (error) {
        this.log.warn({ err: error, database: this.name }, 'the database is not ready; trying again');
        await delay(1_000);
      }
    }
  }

  async #makeIndexes(): Promise<void> {
    const db = this.#connection.db;
    if (!db) throw new Unavailable('the database');
    for (const { name, indexes } of this.#collections) {
      for (const { key, ...options } of indexes) await db.collection(name).createIndex(key, options);
    }
  }
}
