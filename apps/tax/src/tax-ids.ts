import { v5 as derivedId } from 'uuid';

/** An order has one tax document; its id follows from the order's, so there cannot be a second. */
export function taxDocumentOf(orderId: string): string {
  return derivedId('tax', orderId);
}

/** And one transaction with a provider outside. */
export function taxTransactionOf(orderId: string): string {
  return derivedId('tax-transaction', orderId);
}

/** And a tax document for each return of goods, or refund, that is told apart from the sale. */
export function taxReturnOf(causeId: string): string {
  return derivedId('tax-return', causeId);
}
