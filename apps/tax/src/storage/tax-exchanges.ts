import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import type { TaxExchange } from '#contracts/tax-exchange.js';
import { LOG } from '#platform/chassis.module.js';
import { Database } from '#platform/database.js';
import { behind, type PageCursor } from '#platform/list-conditions.js';
import type { Log } from '#platform/log.js';
import type { TaxTransaction } from '../domain/tax-transaction.js';
import type { Exchange, ExchangeListener } from '../providers/tax-provider.js';
import { TaxConfig } from '../tax.config.js';
import { expiryIn, keptUntil } from './kept-until.js';

const COLLECTION = 'taxExchanges';

type Wire = Pick<Exchange, 'request' | 'answer'>;

interface KeptExchange extends Omit<Exchange, keyof Wire> {
  readonly _id: string;
  readonly orderId: string;
  readonly taxTransactionId: string;
  readonly code: string;
  /** The rest as JSON, compressed: that of a thousand lines has megabytes. */
  readonly wire: mongoose.mongo.Binary;
  readonly expiresAt?: Date;
}

/** What was said with a provider outside about the documents of orders, word for word. A log: nothing is decided by it. */
@Injectable()
export class TaxExchanges {
  constructor(
    private readonly database: Database,
    private readonly config: TaxConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    database.declare({ name: COLLECTION, indexes: [{ key: { orderId: 1, askedAt: -1, _id: -1 } }, keptUntil] });
  }

  /** Keeps what is said about an order's document. What cannot be kept is logged, and stands in nobody's way. */
  keeperOf({ orderId, taxTransactionId, orderNumber }: TaxTransaction): ExchangeListener {
    return async ({ request, answer, ...head }) => {
      try {
        const wire = new mongoose.mongo.Binary(await promisify(gzip)(JSON.stringify({ request, answer } satisfies Wire)));
        const about = { orderId, taxTransactionId, code: orderNumber };
        await this.#exchanges.insertOne({ _id: newId(), ...about, ...head, wire, ...expiryIn(this.config.AVATAX_LOG_DAYS) });
      } catch (error) {
        this.log.warn({ orderId, error: (error as Error).message }, 'an exchange with the tax provider could not be kept');
      }
    };
  }

  /** At most so many about an order, the newest first, behind one of them where it is named; without what was said. */
  async ofOrder(orderId: string, limit: number, after?: PageCursor): Promise<TaxExchange[]> {
    const found = await this.#exchanges
      .find({ $and: [{ orderId }, behind('askedAt', 'descending', after && [new Date(after[0]), after[1]])] } as object)
      .project<KeptExchange>({ wire: 0 })
      .sort({ askedAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return found.map(shown);
  }

  /** One of them, with what was asked and what came. */
  async find(id: string): Promise<(TaxExchange & Wire) | null> {
    const kept = await this.#exchanges.findOne({ _id: id });
    if (!kept) return null;
    const wire = JSON.parse((await promisify(gunzip)(kept.wire.buffer)).toString()) as Wire;
    return { ...shown(kept), ...wire };
  }

  get #exchanges() {
    return this.database.collection<KeptExchange>(COLLECTION);
  }
}

function shown({ _id, askedAt, wire: _, expiresAt: __, ...head }: KeptExchange): TaxExchange {
  return { id: _id, askedAt: askedAt.toISOString(), ...head };
}
