import type { OrderContent } from '#contracts/order.js';
import { gatewaysOf, roundingOf, type Store } from '#platform/stores.js';
import type { PaymentPolicy } from './domain/add-payment.js';
import type { DetailsPolicy } from './domain/change-details.js';
import type { DocumentsPolicy } from './domain/edit-documents.js';
import type { EditPolicy } from './domain/edit-operations.js';
import type { PlacementPolicy } from './domain/place-order.js';
import type { SettlementPolicy } from './domain/settlement.js';
import type { StatusPolicy } from './domain/statuses.js';

// Of a store that says nothing about its statuses.
const ORDER_STATUSES = ['New', 'Not payed', 'Pending', 'Processing', 'Ready to send', 'Partially sent', 'Completed', 'Cancelled'];
const LINE_STATUSES = ['Pending', 'InProgress', 'Shipped', 'Delivered', 'Cancelled'];

/** What a store says about an order that is placed in a currency; a draft keeps whether its prices include tax. */
export function placementPolicy(store: Store, currency: string, pricesIncludeTax = store.tax.pricesIncludeTax ?? false): PlacementPolicy {
  return {
    currencies: store.currencies,
    rounding: roundingOf(store, { currency, pricesIncludeTax }),
    ownRates: store.tax.provider === 'rates',
    shipmentMethod: store.defaults.shipmentMethod,
    paymentGateways: gatewaysOf(store),
    holdRules: store.holdRules ?? [],
    refusesInvalidAddresses: refusesInvalidAddresses(store),
    ...declaredAttributes(store),
    status: orderStatuses(store).statuses[0] as string,
    lineStatus: lineStatuses(store).statuses[0] as string,
  };
}

/** What a store says about payments that are asked for later. */
export function paymentPolicy(store: Store): PaymentPolicy {
  return { currencies: store.currencies, paymentGateways: gatewaysOf(store) };
}

/** What a store says about what an edit leaves missing or too much. */
export function settlementPolicy(store: Store): SettlementPolicy {
  const { missing, excess } = store.paymentRules ?? {};
  const refundsFrom = excess === undefined ? {} : { refundsFrom: excess === 'refund-last' ? ('last' as const) : ('first' as const) };
  return { ...paymentPolicy(store), asksForMissing: missing === 'payment', ...refundsFrom };
}

/** What a store says about the documents of an edit. */
export function documentsPolicy({ paymentRules }: Store): DocumentsPolicy {
  return { invoicesMissing: paymentRules?.missing === 'invoice' };
}

/** What a store says about an order that is edited. */
export function editPolicy(store: Store, order: Pick<OrderContent, 'currency' | 'pricesIncludeTax'>): EditPolicy {
  return {
    rounding: roundingOf(store, order),
    ownRates: store.tax.provider === 'rates',
    lines: lineStatuses(store),
    ...declaredAttributes(store),
  };
}

/** What a store says about what an order says of itself. */
export function detailsPolicy(store: Store): DetailsPolicy {
  return { statuses: orderStatuses(store), refusesInvalidAddresses: refusesInvalidAddresses(store), ...declaredAttributes(store) };
}

function refusesInvalidAddresses({ tax }: Store): boolean {
  return tax.addressValidation === 'refuse';
}

function declaredAttributes({ attributes }: Store) {
  return attributes === undefined ? {} : { attributes };
}

function orderStatuses(store: Store): StatusPolicy {
  return store.orderStatuses ?? { statuses: ORDER_STATUSES };
}

function lineStatuses(store: Store): StatusPolicy {
  return store.lineStatuses ?? { statuses: LINE_STATUSES };
}
