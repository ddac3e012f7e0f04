import { type Dispatcher, request } from 'undici';
import type { Answer, Purpose } from './client-record.js';

/** A request to a gateway. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly key?: string;
  /** `If-Match`. */
  readonly ifMatch?: string;
  readonly body?: object;
  /** As they are at the moment of asking. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Seconds of `Prefer: wait`. */
  readonly wait?: number | undefined;
}

interface DocumentView {
  readonly id: string;
  readonly status: string;
}

interface OrderView {
  readonly id?: string;
  readonly number?: string;
  readonly tax?: { readonly status: string };
  readonly payments?: readonly { readonly id: string }[];
  readonly shipments?: readonly { readonly id: string }[];
  /** A preview says in an object what would become of them. */
  readonly documents?: readonly DocumentView[] | Readonly<Record<string, unknown>>;
  /** Of a payment. */
  readonly openCalls?: readonly object[];
  /** Of what was combined. */
  readonly consignments?: readonly { readonly id: string }[];
  readonly type?: string;
  readonly detail?: string;
}

/** Asks until an answer is final; undefined when that was given up. */
export type Insist = (purpose: Purpose, question: Question) => Promise<Answer | undefined>;

/** Asks once and tells what came of it. Never throws. */
export async function ask(gateway: string, dispatcher: Dispatcher, question: Question, signal: AbortSignal): Promise<Answer> {
  const { method, path, key, ifMatch, body, headers, wait } = question;
  try {
    const response = await request(new URL(path, gateway), {
      method,
      dispatcher,
      signal,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        ...(wait !== undefined && { prefer: `wait=${wait}` }),
        ...headers?.(),
      },
      body: body ? JSON.stringify(body) : null,
    });
    const view = parsed(await response.body.text());
    return {
      at: Date.now(),
      status: response.statusCode,
      ...(response.statusCode < 300 ? orderIn(view) : problemIn(view)),
      ...(response.headers['idempotency-replayed'] === 'true' && { replayed: true }),
      ...retryAfter(response.headers['retry-after']),
    };
  } catch (error) {
    return { at: Date.now(), detail: error instanceof Error ? error.message || error.name : String(error) };
  }
}

function parsed(text: string): OrderView {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

function orderIn(
  view: OrderView,
): Pick<Answer, 'orderId' | 'number' | 'settled' | 'shipmentId' | 'lastShipmentId' | 'consignmentId' | 'authorizedId' | 'open'> {
  const { id, number } = view;
  const consignmentId = view.consignments?.[0]?.id;
  const shipmentId = view.shipments?.[0]?.id;
  const lastShipmentId = view.shipments?.at(-1)?.id;
  const isPayment = (documentId: string) => view.payments?.some((payment) => payment.id === documentId);
  const authorizedId = documentsIn(view).find((document) => document.status === 'Authorized' && isPayment(document.id))?.id;
  return {
    // What has no number, such as a stock, is of no order.
    ...(id !== undefined && number !== undefined && { orderId: id, number }),
    ...(shipmentId !== undefined && { shipmentId }),
    ...(lastShipmentId !== undefined && { lastShipmentId }),
    ...(consignmentId !== undefined && { consignmentId }),
    ...(authorizedId !== undefined && { authorizedId }),
    ...(view.openCalls && { open: true }),
    ...(isSettled(view) && { settled: true }),
  };
}

const documentsIn = ({ documents }: OrderView) => (Array.isArray(documents) ? (documents as readonly DocumentView[]) : []);

/** By docs/domain.md: its tax is calculated, each payment authorized or declined, each shipment opened. */
function isSettled(view: OrderView): boolean {
  const { tax, payments = [], shipments = [] } = view;
  const statuses = new Map(documentsIn(view).map(({ id, status }) => [id, status]));
  return (
    tax?.status === 'calculated' &&
    payments.every(({ id }) => ['Authorized', 'Declined'].includes(statuses.get(id) ?? '')) &&
    shipments.every(({ id }) => statuses.has(id))
  );
}

function problemIn({ type, detail }: OrderView): Pick<Answer, 'problem' | 'detail'> {
  const problem = type?.split(':').at(-1);
  return { ...(problem !== undefined && { problem }), ...(detail !== undefined && { detail }) };
}

function retryAfter(header: string | string[] | undefined): Pick<Answer, 'retryAfter'> {
  return typeof header === 'string' && /^\d+$/.test(header) ? { retryAfter: Number(header) * 1_000 } : {};
}
