import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** How long the time that was read is counted on from, in milliseconds. */
const COUNTED_ON = 10_000;

/**
 * The time by which calls to companies outside are due, in hand or too old: the database's, the same for all replicas. By a replica's own clock,
 * which may be wrong, a call that another one is just making could be taken over or given up.
 */
@Injectable()
export class DatabaseClock {
  #read: { readonly time: number; readonly at: number } | undefined;

  constructor(private readonly database: Database) {}

  /** Milliseconds since 1970. Throws while the database has not been reached. */
  async now(): Promise<number> {
    if (!this.#read || performance.now() - this.#read.at > COUNTED_ON) this.#read = await this.#reading();
    const { time, at } = this.#read;
    return Math.floor(time + performance.now() - at);
  }

  async #reading(): Promise<{ readonly time: number; readonly at: number }> {
    try {
      const time = await this.database.time();
      return { time: time.getTime(), at: performance.now() };
    } catch (error) {
      if (!this.#read) throw error;
      return this.#read;
    }
  }
}
