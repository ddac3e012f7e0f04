import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { AddPayment } from '#contracts/commands/add-payment.js';
import type { AllotShipmentPrice, ReleaseClaim } from '#contracts/commands/combine-shipments.js';
import type { EditOrder, NewShipment } from '#contracts/commands/edit-order.js';
import type { PlaceHold } from '#contracts/commands/hold-order.js';
import type { PlaceOrder } from '#contracts/commands/place-order.js';
import type { ApplyReturn, ClaimReturn, ReleaseReturn, RequestReturn } from '#contracts/commands/return-goods.js';
import type { ClaimShipment } from '#contracts/commands/send-shipment.js';
import type { EditPreview as PreviewAnswer } from '#contracts/edit-preview.js';
import { OrderDetailsChanged } from '#contracts/events/order.js';
import type { TaxCalculatedData } from '#contracts/events/tax.js';
import type { DocumentSummary, PlacedOrder } from '#contracts/order.js';
import { type Decision, isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { roundingOf, type Store, storeOf } from '#platform/stores.js';
import { AddressChecks, checksAddresses } from './address-checks.js';
import { addPayment, withMissingPayment } from './domain/add-payment.js';
import type { CheckedAddress } from './domain/address-check.js';
import { applyTax, taxedOrder } from './domain/apply-tax.js';
import { cancelOrder } from './domain/cancel-order.js';
import { withCapturesDue } from './domain/capture-due.js';
import { changeDetails } from './domain/change-details.js';
import { claimReturn, previewReturn } from './domain/claim-return.js';
import { claimShipment, releaseShipment } from './domain/claim-shipment.js';
import { delayTax } from './domain/delay-tax.js';
import { documentsOfEdit } from './domain/edit-documents.js';
import { editOrder } from './domain/edit-order.js';
import { blockingHolds, heldBy, placeHold, releaseHold } from './domain/holds.js';
import { afterEvents, type Order, type OrderEvent } from './domain/order.js';
import { placeOrder } from './domain/place-order.js';
import { receiveReturn } from './domain/receive-return.js';
import { recordDocument } from './domain/record-document.js';
import { releaseReturn } from './domain/release-return.js';
import { rolledUp } from './domain/roll-up.js';
import { type SettlementPolicy, settlementOf } from './domain/settlement.js';
import { previewObstacle, previewToken } from './edit-token.js';
import { detailsPolicy, documentsPolicy, editPolicy, paymentPolicy, placementPolicy, settlementPolicy } from './policies.js';
import { SettlementWatch } from './settlement-watch.js';
import { RepeatedOrders } from './storage/repeated-orders.js';
import { TaxQuotes } from './tax-quotes.js';

/** Namespace of the ids of orders that are placed with an idempotency key; fixed for good. */
export const KEYED_ORDERS = 'b5e2b0f4-6f4e-4a0e-9c53-0a8f6b1d2c11';

/** What an edit would do. */
interface Preview extends Readonly<Omit<PreviewAnswer, 'order' | 'token'>> {
  readonly order: Stored<Order>;
}

/** `token` binds its commit to the version that it was computed from. */
export interface EditPreview extends Preview {
  readonly token: string;
}

/** What can be done with orders, a short method per use case. */
@Injectable()
export class OrdersService {
  constructor(
    @Inject(AggregateStore) private readonly store: AggregateStore<Order, OrderEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly settlement: SettlementWatch,
    private readonly taxQuotes: TaxQuotes,
    private readonly repeated: RepeatedOrders,
    private readonly addressChecks: AddressChecks,
  ) {}

  /** A repeat with the same key has the same id, so two at once meet in the database, and the later one is answered with the first's order. */
  async place(draft: PlaceOrder, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const store = this.stores.get(draft.storeId);
    if (!store) return refuse('unknown-store', `there is no store "${draft.storeId}"`, 'storeId');
    const now = new Date();
    const key = context.idempotency?.key;
    const orderId = key === undefined ? newId() : derivedId(key, KEYED_ORDERS);
    const checked = await this.#checked(orderId, draft, store, context);
    const number = await this.numbers.next(store.numbers.order, now);
    const repeatedAfter = await this.repeated.minutesSince(draft, now, store.holdRules ?? []);
    const head = { orderId, number, placedAt: now.toISOString(), ...(checked && { checked }) };
    const placement = { ...head, ...(repeatedAfter === undefined ? {} : { repeatedAfter }) };
    return this.store.change(orderId, (order) => placeOrder(order, placement, draft, placementPolicy(store, draft.currency)), {
      ...context,
      expectedVersion: 0,
    });
  }

  /** Of an order that is there, nobody is asked again: a repeat is answered with it. */
  async #checked(orderId: string, { addresses }: PlaceOrder, store: Store, context: ChangeContext): Promise<CheckedAddress | undefined> {
    if (!addresses?.shipping || !checksAddresses(store)) return undefined;
    if (context.idempotency && (await this.store.find(orderId))) return undefined;
    return this.addressChecks.check(store, addresses.shipping, context);
  }

  /** The order as it would be placed, with all its amounts; nothing is stored, and the draft's own tax rates count. */
  calculate(draft: PlaceOrder): PlacedOrder | Refusal {
    const store = this.stores.get(draft.storeId);
    if (!store) return refuse('unknown-store', `there is no store "${draft.storeId}"`, 'storeId');
    const placement = { orderId: newId(), number: 'none', placedAt: new Date().toISOString() };
    const decision = placeOrder(null, placement, draft, { ...placementPolicy(store, draft.currency), ownRates: true });
    return isRefusal(decision) ? decision : (decision[0]?.data as PlacedOrder);
  }

  edit(id: string, { operations, token }: EditOrder, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const decide = (order: Order, store: Store, version: number) =>
      previewObstacle(token, version, operations) ?? editOrder(order, operations, editPolicy(store, order), nowText());
    return this.#change(id, decide, context);
  }

  /** What an edit would make of the order, with its tax as far as the tax service says; nothing is stored. */
  async previewEdit(id: string, { operations }: EditOrder, context: ChangeContext): Promise<EditPreview | Refusal> {
    const stored = await this.store.find(id);
    if (!stored || stored.state.draft) return noSuchOrder();
    const store = storeOf(this.stores, stored.state.storeId);
    const decision = editOrder(stored.state, operations, editPolicy(store, stored.state), nowText());
    if (isRefusal(decision)) return decision;
    const preview = await this.#preview(stored, decision, store, settlementPolicy(store), context);
    return { token: previewToken(stored.version, operations), ...preview };
  }

  /** What receiving a return whole would make of the order; nothing is stored. */
  async previewReturn(id: string, request: RequestReturn, context: ChangeContext): Promise<Preview | Refusal> {
    const stored = await this.store.find(id);
    if (!stored || stored.state.draft) return noSuchOrder();
    const store = storeOf(this.stores, stored.state.storeId);
    const decision = previewReturn(stored.state, { ...request, id: newId() }, editPolicy(store, stored.state), nowText());
    if (isRefusal(decision)) return decision;
    const policy = settlementPolicy(store);
    const refunding = request.refund && policy.refundsFrom === undefined ? { ...policy, refundsFrom: 'last' as const } : policy;
    return this.#preview(stored, decision, store, refunding, context);
  }

  async #preview(
    stored: Stored<Order>,
    decision: readonly OrderEvent[],
    store: Store,
    policy: SettlementPolicy,
    context: ChangeContext,
  ): Promise<Preview> {
    const { state: before, version } = stored;
    const edited = afterEvents(before, version, decision);
    const tax = await this.taxQuotes.quote(edited, context);
    const after = tax ? rolledUp(taxedOrder(edited, tax, roundingOf(store, before))) : edited;
    return {
      order: { ...stored, state: after },
      tax: tax ? { status: 'estimated', totalTax: tax.totalTax } : { status: 'unavailable' },
      settlement: settlementOf(before, after, policy),
      documents: documentsOfEdit(before, after, documentsPolicy(store)),
    };
  }

  /** Where the goods go elsewhere, that address is checked first. */
  async changeDetails(id: string, patch: object, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const checked = await this.#checkedPatch(id, patch, context);
    return this.#change(id, (order, store) => changeDetails(order, patch, detailsPolicy(store), nowText(), checked), context);
  }

  async #checkedPatch(id: string, patch: object, context: ChangeContext): Promise<CheckedAddress | undefined> {
    if (!('addresses' in patch)) return undefined;
    const found = await this.store.find(id);
    const store = found && this.stores.get(found.state.storeId);
    if (!store || !checksAddresses(store) || found.state.draft) return undefined;
    const decision = changeDetails(found.state, patch, detailsPolicy(store), nowText());
    const change = isRefusal(decision) ? undefined : decision.find((event) => event.type === OrderDetailsChanged.type)?.data;
    return change?.deliveryChanges ? this.addressChecks.check(store, change.details.addresses.shipping, context) : undefined;
  }

  cancel(id: string, reason: string, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const cancelledAt = new Date().toISOString();
    return this.#change(id, (order) => cancelOrder(order, reason, cancelledAt), { ...context, reason });
  }

  /** A repeat with the same key asks for the same payment. */
  addPayment(id: string, payment: AddPayment, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const key = context.idempotency?.key;
    const addedAt = nowText();
    // The id of an order that is there: of what is no id at all, nothing can be derived.
    const headOf = ({ orderId }: Order) => ({ id: key === undefined ? newId() : derivedId(`payment/${key}`, orderId), addedAt });
    return this.#change(id, (order, store) => addPayment(order, headOf(order), payment, paymentPolicy(store)), context);
  }

  /** An edit of nothing else; refused, it names the shipment's own fields. */
  async addShipment(id: string, shipment: NewShipment, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const outcome = await this.edit(id, { operations: [{ op: 'addShipment', ...shipment }] }, context);
    if (!isRefusal(outcome)) return outcome;
    const { path, ...refusal } = outcome;
    const [, own] = path?.match(/^operations\[0\]\.(?!op$)(.+)/) ?? [];
    return own === undefined ? refusal : { ...refusal, path: own };
  }

  placeHold(id: string, hold: PlaceHold, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const head = { id: newId(), placedAt: nowText(), placedBy: context.actor };
    return this.#change(id, (order) => placeHold(order, head, hold), { ...context, reason: hold.reason });
  }

  releaseHold(id: string, holdId: string, reason: string, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    return this.#change(id, (order) => releaseHold(order, holdId, reason), { ...context, reason });
  }

  claimShipment(id: string, claim: ClaimShipment, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    return this.#change(id, (order) => claimShipment(order, claim, nowText()), context);
  }

  claimReturn(id: string, claim: ClaimReturn, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    return this.#change(id, (order, store) => claimReturn(order, claim, editPolicy(store, order), nowText()), context);
  }

  receiveReturn(id: string, returnId: string, asked: ApplyReturn, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const decide = (order: Order, store: Store) => receiveReturn(order, returnId, asked, editPolicy(store, order), nowText());
    return this.#change(id, decide, context);
  }

  releaseReturn(id: string, returnId: string, release: ReleaseReturn, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    return this.#change(id, (order) => releaseReturn(order, returnId, release, nowText()), context);
  }

  releaseShipment(id: string, release: ReleaseClaim, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    return this.#change(id, (order) => releaseShipment(order, release), context);
  }

  /** What a shipment costs of the consignment that it goes with, as an edit of nothing else. */
  allotShipmentPrice(id: string, allotted: AllotShipmentPrice, context: ChangeContext): Promise<Stored<Order> | Refusal> {
    const { shipmentId, price, consignmentNumber } = allotted;
    const edit: EditOrder = { operations: [{ op: 'changeShipmentPrice', shipmentId, price }] };
    return this.edit(id, edit, { ...context, reason: `goes with consignment ${consignmentNumber}` });
  }

  /** What stands against it that another service captures money for an order; undefined when nothing does. */
  async obstacle(id: string, what: 'capture'): Promise<Refusal | undefined> {
    const found = await this.store.find(id);
    if (!found || found.state.draft) return noSuchOrder();
    const { cancelledAt, lines } = found.state;
    if (cancelledAt !== undefined) return refuse('order-cancelled', `it was cancelled at ${cancelledAt}`);
    return heldBy(blockingHolds(found.state, what, nowText(), new Set(lines.map(({ id: lineId }) => lineId))));
  }

  applyTax(tax: TaxCalculatedData, context: ChangeContext): Promise<void> {
    const store = storeOf(this.stores, tax.storeId);
    const head = { id: derivedId(`missing/${tax.orderVersion}`, tax.orderId), addedAt: nowText() };
    const decide = (order: Order | null, version: number) => {
      const decision = applyTax(order, tax, roundingOf(store, order ?? tax));
      return store.paymentRules?.missing === 'payment'
        ? withMissingPayment(order, version, decision, head, paymentPolicy(store))
        : decision;
    };
    return this.#follow(tax.orderId, decide, context);
  }

  delayTax(orderId: string, reason: string, context: ChangeContext): Promise<void> {
    return this.#follow(orderId, (order) => delayTax(order, reason), context);
  }

  recordDocument(orderId: string, document: DocumentSummary, context: ChangeContext): Promise<void> {
    return this.#follow(orderId, (order) => recordDocument(order, document), context);
  }

  async #change(
    id: string,
    decide: (order: Order, store: Store, version: number) => Decision<OrderEvent>,
    context: ChangeContext,
  ): Promise<Stored<Order> | Refusal> {
    const decideOn = (order: Order | null, version: number) =>
      order && !order.draft
        ? this.#withCapturesDue(order, version, decide(order, storeOf(this.stores, order.storeId), version))
        : noSuchOrder();
    const outcome = await this.store.change(id, decideOn, context);
    if (!isRefusal(outcome)) this.settlement.notice(id, outcome.state);
    return outcome;
  }

  async #follow(
    orderId: string,
    decide: (order: Order | null, version: number) => Decision<OrderEvent>,
    context: ChangeContext,
  ): Promise<void> {
    const decideOn = (order: Order | null, version: number) => this.#withCapturesDue(order, version, decide(order, version));
    const { state } = orThrow(await this.store.change(orderId, decideOn, context));
    this.settlement.notice(orderId, state);
  }

  #withCapturesDue(order: Order | null, version: number, decision: Decision<OrderEvent>): Decision<OrderEvent> {
    const rule = order && storeOf(this.stores, order.storeId).paymentRules?.capture;
    return rule ? withCapturesDue(order, version, decision, rule, nowText()) : decision;
  }
}

function nowText(): string {
  return new Date().toISOString();
}

function noSuchOrder(): Refusal {
  return refuse('not-found', 'there is no such order');
}
