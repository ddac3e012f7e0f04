import { Injectable } from '@nestjs/common';
import type { ReturnSummary } from '#contracts/return-summary.js';
import { Database } from '#platform/database.js';
import { createdWithin, type PageCursor, stateIs, timeWithin } from '#platform/list-conditions.js';
import { NewestFirst } from '#platform/newest-first.js';
import type { Return } from '../domain/return.js';
import { returnAggregate } from './return.schema.js';

/** Which returns are wanted; each condition that is named must hold. */
export interface ReturnConditions {
  readonly storeId?: string | undefined;
  readonly number?: string | undefined;
  readonly orderId?: string | undefined;
  readonly orderNumber?: string | undefined;
  readonly status?: string | undefined;
  readonly externalId?: string | undefined;
  /** Requested not before this moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Received not before this moment. */
  readonly receivedFrom?: string | undefined;
  readonly receivedTo?: string | undefined;
}

const listed = ['number', 'orderId', 'orderNumber', 'storeId', 'status', 'externalId', 'requestedAt'] as const;

/** Returns by what people look for. */
@Injectable()
export class ReturnList {
  readonly #returns: NewestFirst<Return, (typeof listed)[number]>;

  constructor(database: Database) {
    this.#returns = new NewestFirst(database, returnAggregate.collection, listed);
  }

  /** At most so many, newest first. */
  find(conditions: ReturnConditions, limit: number, after?: PageCursor): Promise<ReturnSummary[]> {
    return this.#returns.find(filterOf(conditions), limit, after);
  }

  count(conditions: ReturnConditions): Promise<number> {
    return this.#returns.count(filterOf(conditions));
  }
}

function filterOf({ from, to, receivedFrom, receivedTo, ...equal }: ReturnConditions): object {
  return { ...stateIs(equal), ...timeWithin('receipt.at', receivedFrom, receivedTo), ...createdWithin(from, to) };
}
