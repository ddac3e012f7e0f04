import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { ApplyPayment, DraftInvoice, IssueInvoice } from '#contracts/commands/invoice-order.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { Database } from '#platform/database.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { SeriesNumbers, seriesOf } from '#platform/series-numbers.js';
import { roundingOf, type Store, storeOf } from '#platform/stores.js';
import { draftInvoice } from './domain/draft-invoice.js';
import { type Invoice, type InvoiceEvent, nextTurn } from './domain/invoice.js';
import { issueInvoice } from './domain/issue-invoice.js';
import { payInvoice } from './domain/pay-invoice.js';
import type { Payment, PaymentEvent } from './domain/payment.js';
import { voidInvoice } from './domain/void-invoice.js';
import { inTurn, TurnTaken } from './in-turn.js';
import { OrdersClient } from './orders-client.js';
import { invoiceAggregate, turnIndex } from './storage/invoice.schema.js';
import { ofOrder } from './storage/of-order.js';

/** Namespace of the ids of invoices that are drafted with an idempotency key; fixed for good. */
const KEYED_INVOICES = '1c1f7c1e-7a3f-4c0b-9a39-0d3f5b0f8a52';
const DAY = 24 * 60 * 60 * 1_000;

type Outcome = Promise<Stored<Invoice> | Refusal>;

/** What can be done with invoices and credit notes, a short method per use case. */
@Injectable()
export class InvoicesService {
  readonly #numbers: SeriesNumbers;

  constructor(
    @Inject(storeFor(invoiceAggregate)) private readonly store: AggregateStore<Invoice, InvoiceEvent>,
    @Inject(AggregateStore) private readonly payments: AggregateStore<Payment, PaymentEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly orders: OrdersClient,
    private readonly database: Database,
  ) {
    this.#numbers = new SeriesNumbers(database, invoiceAggregate.collection);
  }

  /** A repeat with the same key has the same id, and is answered with what the first one drafted. */
  async draft(orderId: string, command: DraftInvoice, context: ChangeContext): Outcome {
    const order = await this.orders.find(orderId, context);
    const store = storeOf(this.stores, order.storeId);
    const seller = store.legalEntity;
    if (!seller || store.numbers.invoice === undefined) return notOffered(store);
    const key = context.idempotency?.key;
    const invoiceId = key === undefined ? newId() : derivedId(`${orderId} ${key}`, KEYED_INVOICES);
    const rounding = roundingOf(store, order);
    const discountInLines = store.tax.provider === 'avatax';
    return this.#inTurn(orderId, (invoices, turn) => {
      const drafting = { invoiceId, turn, seller, country: store.country, rounding, discountInLines };
      return this.store.change(invoiceId, (invoice) => draftInvoice(invoice, drafting, command, order, invoices), context);
    });
  }

  /** The number comes into being with the issued document, in one write. */
  async issue(id: string, command: IssueInvoice, context: ChangeContext): Outcome {
    const found = await this.store.find(id);
    if (!found) return noSuchInvoice();
    const { kind, seller, storeId, dueDate: drafted } = found.state;
    const store = storeOf(this.stores, storeId);
    const template = (kind === 'credit-note' ? store.numbers.creditNote : undefined) ?? store.numbers.invoice;
    if (template === undefined) return notOffered(store);
    const now = new Date();
    const dueDate = command.dueDate ?? drafted ?? (kind === 'invoice' ? dueBy(store, now) : undefined);
    const series = seriesOf(template, seller.id, now);
    return this.#numbers.take(series.name, async (sequence) => {
      const issuing = { number: series.numberOf(sequence), series: series.name, sequence, issuedAt: now.toISOString() };
      const decide = (invoice: Invoice | null) => issueInvoice(invoice, { ...issuing, ...(dueDate === undefined ? {} : { dueDate }) });
      const outcome = await this.store.change(id, decide, context);
      return { outcome, sequence: isRefusal(outcome) || outcome.state.series !== series.name ? undefined : outcome.state.sequence };
    });
  }

  async pay(id: string, command: ApplyPayment, context: ChangeContext): Outcome {
    const found = await this.store.find(id);
    if (!found) return noSuchInvoice();
    const payment = (await this.payments.find(command.paymentId))?.state ?? null;
    const appliedAt = new Date().toISOString();
    return this.#inTurn(found.state.orderId, (invoices, turn) =>
      this.store.change(id, (invoice) => payInvoice(unturned(invoice, turn), command, payment, invoices, { turn, appliedAt }), context),
    );
  }

  async void(id: string, reason: string, context: ChangeContext): Outcome {
    const found = await this.store.find(id);
    if (!found) return noSuchInvoice();
    const voidedAt = new Date().toISOString();
    return this.#inTurn(found.state.orderId, (invoices, turn) =>
      this.store.change(id, (invoice) => voidInvoice(unturned(invoice, turn), reason, invoices, { turn, voidedAt }), {
        ...context,
        reason,
      }),
    );
  }

  /** Decided on all of the order's invoices as they are. */
  #inTurn(orderId: string, attempt: (invoices: readonly Invoice[], turn: number) => Outcome): Outcome {
    const read = () => ofOrder<Invoice>(this.database, invoiceAggregate.collection, orderId);
    return inTurn({ what: 'the invoices of the order', index: turnIndex.key, read, next: nextTurn }, attempt);
  }
}

/** The invoice, unless it has changed since all of them were read: so may have the others, before or after it. */
function unturned(invoice: Invoice | null, turn: number): Invoice | null {
  if (invoice?.turns.includes(turn)) throw new TurnTaken();
  return invoice;
}

function dueBy({ defaults: { dueDays } }: Store, now: Date): string | undefined {
  return dueDays === undefined ? undefined : new Date(now.getTime() + dueDays * DAY).toISOString().slice(0, 10);
}

function notOffered({ id }: Store): Refusal {
  return refuse('invoices-not-offered', `the store "${id}" has no legalEntity or no numbers of invoices`);
}

function noSuchInvoice(): Refusal {
  return refuse('not-found', 'there is no such invoice');
}
