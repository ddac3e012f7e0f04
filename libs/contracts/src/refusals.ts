/** Every reason for which a well-formed request is refused: its HTTP status and its title. The code ends the problem's `type`. */
export const refusals = {
  'invalid-input': { status: 400, title: 'The request is not valid' },
  'card-data': { status: 400, title: 'The request carries card data' },
  'unknown-command': { status: 400, title: 'There is no such command' },
  'not-found': { status: 404, title: 'There is no such document' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used with another request' },
  'unknown-store': { status: 422, title: 'The store is not known' },
  'currency-not-offered': { status: 422, title: 'The store does not sell in this currency' },
  'discount-exceeds-price': { status: 422, title: 'A discount is larger than what it is taken from' },
  'shipment-items-mismatch': { status: 422, title: 'The shipments do not match the lines' },
  'payment-amounts-mismatch': { status: 422, title: 'The payments do not match the total' },
  'amount-too-large': { status: 422, title: 'The amounts are larger than any currency needs' },
  'total-below-zero': { status: 422, title: 'The total is below zero' },
  'document-too-large': { status: 413, title: 'The document is too large to be published' },
  'prototype-without-documents': { status: 422, title: 'A prototype is neither shipped nor paid' },
  held: { status: 409, title: 'A hold stands against it' },
  'hold-not-found': { status: 404, title: 'There is no such hold on the order' },
  'too-many-holds': { status: 422, title: 'The order has too many holds' },
  'draft-expired': { status: 409, title: 'The draft has expired' },
  'draft-placed': { status: 409, title: 'The draft has been placed' },
  'order-cancelled': { status: 409, title: 'The order is cancelled' },
  'line-not-found': { status: 422, title: 'The order has no such line' },
  'shipment-not-found': { status: 422, title: 'The order has no such shipment' },
  'not-authorized': { status: 409, title: 'Nothing is promised that could be taken or given back' },
  'not-declined': { status: 409, title: 'The payment was not declined' },
  'call-in-flight': { status: 409, title: 'The gateway has not answered an earlier call yet' },
  'not-at-gateway': { status: 422, title: 'The gateway cannot do this' },
  'nothing-due': { status: 409, title: 'Nothing is left to be paid' },
  'too-many-payments': { status: 422, title: 'The order has too many payments' },
  'not-awaited': { status: 409, title: 'Nothing waits for the shopper' },
  'webhook-refused': { status: 400, title: 'It is not shown to come from whom it should' },
  'gateway-not-offered': { status: 422, title: 'The store does not take payments by this gateway' },
  'capture-exceeds-authorized': { status: 422, title: 'More would be taken than was promised' },
  'refund-exceeds-captured': { status: 422, title: 'More would be given back than was taken' },
  'payer-not-known': { status: 422, title: 'Nobody is said to have paid' },
  'quantity-above-refundable': { status: 422, title: 'More of a line would be refunded than is left of it' },
  'invoices-not-offered': { status: 422, title: 'The store does not issue invoices' },
  'address-invalid': { status: 422, title: 'There is no such address' },
  'tax-refused': { status: 422, title: 'The tax provider does not tax this' },
  'no-tax-provider': { status: 422, title: 'The store has no tax provider outside' },
  'period-too-long': { status: 422, title: 'The period is longer than one call takes' },
  'tax-job-running': { status: 409, title: 'It is still being done' },
  'tax-not-calculated': { status: 409, title: 'The tax of the order is not known yet' },
  'nothing-to-invoice': { status: 422, title: 'Nothing of it is left to be invoiced' },
  'nothing-to-credit': { status: 422, title: 'Nothing of it is left to be taken back' },
  'quantity-above-invoiceable': { status: 422, title: 'More would be invoiced than was ordered' },
  'quantity-above-creditable': { status: 422, title: 'More would be taken back than was invoiced' },
  'credit-exceeds-invoice': { status: 422, title: 'More would be given back than the invoice comes to' },
  'invoice-not-issued': { status: 409, title: 'The invoice has not been issued' },
  'invoice-void': { status: 409, title: 'The invoice is void' },
  'invoice-credited': { status: 409, title: 'A credit note takes back of the invoice' },
  'payment-not-found': { status: 422, title: 'The order has no such payment' },
  'payment-exceeds-invoice': { status: 422, title: 'More would be paid than the invoice comes to' },
  'payment-exceeds-captured': { status: 422, title: 'The payment has less money that is not applied yet' },
  'credit-account-exists': { status: 409, title: 'There is a credit account for it' },
  'credit-exceeded': { status: 422, title: 'The credit account has less' },
  'codes-not-offered': { status: 422, title: 'There are no credit accounts by code' },
  'already-shipped': { status: 409, title: 'It has left the house' },
  'shipment-outdated': { status: 409, title: 'The order has changed what this shipment holds or where it goes' },
  'shipment-merged': { status: 409, title: 'Another shipment has taken over what it held' },
  'not-in-shipment': { status: 422, title: 'The shipment has less of the line' },
  'shipment-left-empty': { status: 422, title: 'It would leave a shipment with nothing' },
  'nothing-to-move': { status: 422, title: 'Nothing would go with another shipment' },
  'shipment-currencies-differ': { status: 422, title: 'The shipments cost in different currencies' },
  'too-many-shipments': { status: 422, title: 'The order would have too many shipments' },
  'shipment-cancelled': { status: 409, title: 'The shipment is cancelled' },
  'not-sent': { status: 409, title: 'The shipment has not been sent' },
  'in-consignment': { status: 409, title: 'It goes with shipments of other orders' },
  'not-in-consignment': { status: 422, title: 'The consignment does not have this shipment' },
  'shipments-apart': { status: 422, title: 'The shipments do not go to one place' },
  'one-order': { status: 422, title: 'There are no shipments of several orders' },
  'too-many-parts': { status: 422, title: 'More shipments than go with one consignment' },
  'consignment-sending': { status: 409, title: 'The consignment is just being sent' },
  'consignment-cancelled': { status: 409, title: 'The consignment is cancelled' },
  'nothing-to-send': { status: 409, title: 'The shipment is empty' },
  'quantity-above-held': { status: 422, title: 'More would be packed than the shipment holds' },
  'quantity-above-sent': { status: 422, title: 'More of the line would come back, or be replaced, than was sent' },
  'fee-exceeds-price': { status: 422, title: 'The restocking fee is larger than the price of what comes back' },
  'too-many-returns': { status: 422, title: 'The order has too many returns' },
  'return-not-found': { status: 404, title: 'The order has no such return' },
  'return-not-approved': { status: 409, title: 'The return is not approved' },
  'return-closed': { status: 409, title: 'The return has been received, refused or cancelled' },
  'stock-outdated': { status: 409, title: 'A later figure is known' },
  'too-many-reservations': { status: 422, title: 'Too many fulfilment orders want it from this location' },
  backordered: { status: 409, title: 'Something of it is not reserved' },
  'not-due': { status: 409, title: 'It is not to leave yet' },
  'not-routed': { status: 409, title: 'No location has been chosen' },
  'fulfilment-over': { status: 409, title: 'It has been sent, or is cancelled' },
  'location-not-offered': { status: 422, title: 'The store does not ship from this location' },
  'location-by-fulfilment': { status: 409, title: 'Its fulfilment order says where it is shipped from' },
  'nothing-to-cancel': { status: 422, title: 'The line has less to cancel' },
  'attribute-not-declared': { status: 422, title: 'The store does not have this custom field' },
  'attribute-mismatch': { status: 422, title: 'A custom field is not as the store declares it' },
  'no-line-left': { status: 422, title: 'The order would have no line' },
  'too-many-lines': { status: 422, title: 'The order would have too many lines' },
  'discounts-mismatch': { status: 422, title: 'The parts of a discount do not add up to it' },
  'unknown-status': { status: 422, title: 'The store does not have this status' },
  'transition-not-allowed': { status: 422, title: 'The store does not let this status follow the one before' },
  'preview-stale': { status: 412, title: 'The order has changed since the preview' },
  'preview-mismatch': { status: 422, title: 'The operations are not those of the preview' },
  'version-not-found': { status: 404, title: 'The document has never had this version' },
  'version-required': { status: 428, title: 'The request must say which version it changes' },
  'version-conflict': { status: 412, title: 'The document has changed since it was read' },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof refusals;

/** Nothing changed: the caller is told why, and which field is the obstacle. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly detail: string;
  readonly path?: string;
  /** What else the caller needs to go on, as further members of the problem. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What a decision gives: events to store (none: nothing is left to do), or a refusal. */
export type Decision<Event> = readonly Event[] | Refusal;

export function refuse(refused: RefusalCode, detail: string, path?: string): Refusal {
  return path === undefined ? { refused, detail } : { refused, detail, path };
}

export function isRefusal(outcome: object | null): outcome is Refusal {
  return outcome !== null && 'refused' in outcome;
}
