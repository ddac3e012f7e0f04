import { Injectable } from '@nestjs/common';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { behind, type PageCursor, within } from '#platform/list-conditions.js';
import type { Invoice } from '../domain/invoice.js';
import type { Payment } from '../domain/payment.js';
import type { ComparedInvoice, ComparedPayment } from '../domain/reconcile.js';
import { invoiceAggregate } from './invoice.schema.js';
import { paymentAggregate } from './payment.schema.js';

/** Of which orders the money is to be compared; each condition that is named must hold. */
export interface ReconciliationConditions {
  readonly storeId?: string | undefined;
  /** The first payment opened not before this moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A payment as far as it says which order it is of. */
export interface OpenedPayment {
  readonly id: string;
  readonly openedAt: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly storeId: string;
}

type Opened = ComparedPayment & OpenedPayment;

const compared = [
  ...(['orderId', 'orderNumber', 'storeId', 'currency', 'authorizedAmount', 'capturedAmount', 'refundedAmount'] as const),
  ...(['openCalls.type'] as const),
];

/** Payments and invoices by their orders, without what is not compared. */
@Injectable()
export class ReconciledOrders {
  constructor(private readonly database: Database) {}

  /** At most so many payments, newest first. */
  async opened({ storeId, from, to }: ReconciliationConditions, limit: number, after?: PageCursor): Promise<OpenedPayment[]> {
    const found = await this.#payments
      .find({
        ...(storeId === undefined ? {} : { 'state.storeId': storeId }),
        ...within('createdAt', from === undefined ? undefined : new Date(from), to === undefined ? undefined : new Date(to)),
        ...behind('createdAt', 'descending', after && [new Date(after[0]), after[1]]),
      } as object)
      .project<Projected>(projectionOf(['orderId', 'orderNumber', 'storeId']))
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return found.map(openedOf);
  }

  /** All payments of these orders by order, the first one first. */
  async payments(orderIds: readonly string[]): Promise<Map<string, Opened[]>> {
    const found = await this.#payments
      .find({ 'state.orderId': { $in: orderIds } } as object)
      .project<Projected>(projectionOf(compared))
      .sort({ createdAt: 1, _id: 1 })
      .toArray();
    return Map.groupBy(found.map(openedOf), ({ orderId }) => orderId);
  }

  /** All invoices and credit notes of these orders, by order. */
  async invoices(orderIds: readonly string[]): Promise<Map<string, ComparedInvoice[]>> {
    const found = await this.database
      .collection<AggregateDocument<Invoice> & { _id: string }>(invoiceAggregate.collection)
      .find({ 'state.orderId': { $in: orderIds } } as object)
      .project<{ state: ComparedInvoice & { orderId: string } }>(
        Object.fromEntries(['orderId', 'currency', 'kind', 'status', 'totals.total'].map((name) => [`state.${name}`, 1])),
      )
      .toArray();
    return Map.groupBy(
      found.map(({ state }) => state),
      ({ orderId }) => orderId,
    );
  }

  get #payments() {
    return this.database.collection<AggregateDocument<Payment> & { _id: string }>(paymentAggregate.collection);
  }
}

interface Projected {
  readonly _id: string;
  readonly createdAt: Date;
  readonly state: Omit<Opened, 'id' | 'openedAt'>;
}

function projectionOf(names: readonly string[]) {
  return { createdAt: 1, ...Object.fromEntries(names.map((name) => [`state.${name}`, 1])) };
}

function openedOf({ _id, createdAt, state }: Projected): Opened {
  return { id: _id, openedAt: createdAt.toISOString(), ...state };
}
