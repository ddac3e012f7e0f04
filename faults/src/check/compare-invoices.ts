import { type Db, documentsOf } from '#tools/verify-databases.js';
import { stateOf } from '#tools/verify-orders.js';
import { kindOf, verifiedServices } from '#tools/verify-services.js';
import type { InvoiceState } from '#tools/verify-shapes.js';
import type { OrderRecord } from '../load/client-record.js';
import type { OrderRef } from './findings.js';

/** An invoice in the database, as far as it is compared with what clients were told; with a `sequence` when it is issued. */
export type StoredInvoice = Pick<InvoiceState, 'id' | 'number' | 'orderId' | 'sequence'>;

/** All invoices, the drafts among them. */
export async function storedInvoices(db: Db): Promise<StoredInvoice[]> {
  const invoices: StoredInvoice[] = [];
  const kind = kindOf(verifiedServices.payments, 'invoices');
  for await (const document of documentsOf<InvoiceState>(db, kind)) invoices.push(stateOf(document));
  return invoices;
}

/** Invoices whose issuing was acknowledged, and which are not there under that number; orders that have more than the one of their client. */
export function* invoiceDifferences(records: Iterable<OrderRecord>, stored: readonly StoredInvoice[]): Generator<OrderRef> {
  const byOrder = Map.groupBy(stored, ({ orderId }) => orderId);
  for (const { key, acknowledged, issued } of records) {
    if (!acknowledged) continue;
    const { orderId, number } = acknowledged;
    const invoices = byOrder.get(orderId) ?? [];
    const note = (text: string): OrderRef => ({ key, orderId, number, text: `order ${number} (${orderId}), asked for by ${key}: ${text}` });
    if (invoices.length > 1) yield note(`it has ${invoices.length} invoices, and one was asked for`);
    if (!issued) continue;
    const wrong = mismatch(
      invoices.find(({ id }) => id === issued.id),
      issued.number,
    );
    if (wrong !== undefined) yield note(`invoice ${issued.number} (${issued.id}) was acknowledged as issued and ${wrong}`);
  }
}

function mismatch(found: StoredInvoice | undefined, number: string): string | undefined {
  if (!found) return 'does not exist';
  if (found.sequence === undefined) return 'is a draft';
  return found.number === number ? undefined : `has the number ${found.number}`;
}
