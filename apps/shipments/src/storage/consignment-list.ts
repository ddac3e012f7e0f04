import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database.js';
import { createdWithin, type PageCursor, stateIs, timeWithin } from '#platform/list-conditions.js';
import { type Listed, NewestFirst } from '#platform/newest-first.js';
import type { Consignment } from '../domain/consignment.js';
import { consignmentAggregate } from './consignment.schema.js';
import { numbered } from './numbered.js';

/** Which consignments are wanted; each condition that is named must hold. */
export interface ConsignmentConditions {
  readonly storeId?: string | undefined;
  readonly number?: string | undefined;
  /** Of one of its parts. */
  readonly orderId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly status?: string | undefined;
  /** Of the consignment or of one of its packages. */
  readonly trackingNumber?: string | undefined;
  /** Of one of its packages. */
  readonly barcode?: string | undefined;
  /** Opened not before this moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Sent not before this moment. */
  readonly sentFrom?: string | undefined;
  readonly sentTo?: string | undefined;
}

const listed = [
  ...(['number', 'storeId', 'status', 'customerId', 'price', 'currency', 'parts', 'tracking', 'sentAt', 'deliveredAt'] as const),
];
type ListedField = (typeof listed)[number];

/** Consignments by what people look for. */
@Injectable()
export class ConsignmentList {
  readonly #consignments: NewestFirst<Consignment, ListedField>;

  constructor(database: Database) {
    this.#consignments = new NewestFirst(database, consignmentAggregate.collection, listed);
  }

  /** At most so many, newest first. */
  find(conditions: ConsignmentConditions, limit: number, after?: PageCursor): Promise<Listed<Consignment, ListedField>[]> {
    return this.#consignments.find(filterOf(conditions), limit, after);
  }

  count(conditions: ConsignmentConditions): Promise<number> {
    return this.#consignments.count(filterOf(conditions));
  }
}

function filterOf({ orderId, trackingNumber, barcode, from, to, sentFrom, sentTo, ...equal }: ConsignmentConditions): object {
  return {
    ...stateIs({ ...equal, 'parts.orderId': orderId, 'packages.barcode': barcode }),
    ...(trackingNumber === undefined ? {} : numbered(trackingNumber)),
    ...timeWithin('sentAt', sentFrom, sentTo),
    ...createdWithin(from, to),
  };
}
