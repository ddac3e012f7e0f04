import type { Fields } from './verify-shapes.js';

interface Document extends Fields {
  readonly id: string;
  readonly status: string;
}
interface Call extends Document {
  readonly type: string;
  readonly nextAt: string;
}
interface Transaction extends Fields {
  readonly callId: string;
  readonly type: string;
  readonly responseCode: string;
  readonly reference?: string;
}

/** What each event makes of a payment, by docs/events.md; written anew here, as are the rules of the other documents. */
export const paymentRules: Readonly<Record<string, (payment: Fields, data: Fields) => Fields>> = {
  'payment.opened': (_, data) => ({
    ...data,
    status: 'Pending',
    authorizedAmount: '0',
    capturedAmount: '0',
    refundedAmount: '0',
    transactions: [],
  }),
  'gateway-call.requested': requested,
  'gateway-call.unsettled': (payment, data) => {
    const { callId, attempts, reference } = data.transaction as Transaction;
    const asked = { attempts, nextAt: data.nextAt as string, ...(reference === undefined ? {} : { reference }) };
    return withCalls(
      logged(payment, data),
      calls(payment).map((call) => (call.id === callId ? { ...call, ...asked } : call)),
    );
  },
  'payment.authorized': (payment, data) => ({
    ...answered(payment, data),
    status: 'Authorized',
    authorizedAmount: data.amount,
    authorizedUntil: data.authorizedUntil ?? payment.authorizedUntil,
  }),
  'payment.declined': (payment, data) => ({ ...answered(payment, data), status: 'Declined' }),
  'payment.captured': (payment, data) => withPart(moved(payment, data), 'captures', { ...(data.capture as Document), status: 'Processed' }),
  'payment.refunded': (payment, data) => {
    const { turn, ...refund } = data.refund as Document;
    return withTurn(withPart(moved(payment, data), 'refunds', { ...refund, status: 'Processed' } as Document), turn);
  },
  'payment.voided': (payment, data) => {
    const after = moved(payment, data);
    return withCalls(
      after,
      calls(after).filter(({ type }) => type !== 'authorization'),
    );
  },
  'gateway-call.declined': rejected,
  'refund.failed': rejected,
  'payment.status-set': (payment, { storeStatus }) => ({ ...payment, storeStatus }),
  'payment.expiring': (payment) => ({ ...payment, expiry: 'told' }),
  'payment.expired': (payment) => ({ ...payment, expiry: 'over' }),
  'payment.closing': (payment, data) => ({
    ...payment,
    closing: { reason: data.reason, ...(data.keepsCaptured ? { keepsCaptured: true } : {}) },
  }),
};

function requested(payment: Fields, data: Fields): Fields {
  const call: Call = { ...(data.call as Call), attempts: 0 };
  const { id, type, amount, reasonCode, reason, destination, lines, allowance, turn } = call;
  const next = withCalls(payment, [...calls(payment), call]);
  if (type === 'authorization') return { ...next, status: 'Pending' };
  if (type === 'capture') return withPart(next, 'captures', { id, amount, status: 'Pending' } as Document);
  if (type === 'void') return next;
  const why = { reasonCode: reasonCode ?? 'other', reason, destination, lines, allowance };
  return withTurn(withPart(next, 'refunds', { id, amount, status: 'Pending', ...why } as Document), turn);
}

function rejected(payment: Fields, data: Fields): Fields {
  const { callId, responseCode } = data.transaction as Transaction;
  const after = moved(payment, data);
  const reject = (parts: unknown) =>
    (parts as Document[] | undefined)?.map((part) =>
      part.id === callId ? { ...part, status: 'Rejected', rejectCode: responseCode } : part,
    );
  const closing = calls(after).length > 0 ? after.closing : undefined;
  return { ...after, closing, captures: reject(after.captures), refunds: reject(after.refunds) };
}

function moved(payment: Fields, data: Fields): Fields {
  const { status, authorized, captured, refunded } = data;
  return { ...answered(payment, data), status, authorizedAmount: authorized, capturedAmount: captured, refundedAmount: refunded };
}

/** The call is over. */
function answered(payment: Fields, data: Fields): Fields {
  const { callId } = data.transaction as Transaction;
  return withCalls(
    logged(payment, data),
    calls(payment).filter(({ id }) => id !== callId),
  );
}

function logged(payment: Fields, data: Fields): Fields {
  const transaction = data.transaction as Transaction;
  const isPromise = transaction.type === 'authorization' && transaction.reference !== undefined;
  return {
    ...payment,
    transactions: [...(payment.transactions as unknown[]), transaction],
    ...(isPromise ? { gatewayReference: transaction.reference } : {}),
  };
}

function calls(payment: Fields): readonly Call[] {
  return (payment.openCalls as Call[] | undefined) ?? [];
}

function withCalls(payment: Fields, open: readonly Call[]): Fields {
  const due = open.map(({ nextAt }) => nextAt).sort()[0];
  return { ...payment, openCalls: due === undefined ? undefined : open, callDueAt: due };
}

function withPart(payment: Fields, name: 'captures' | 'refunds', part: Document): Fields {
  const parts = (payment[name] as Document[] | undefined) ?? [];
  const known = parts.some(({ id }) => id === part.id);
  return { ...payment, [name]: known ? parts.map((each) => (each.id === part.id ? { ...each, ...part } : each)) : [...parts, part] };
}

/** Each turn once, in the order in which they came. */
function withTurn(payment: Fields, turn: unknown): Fields {
  if (turn === undefined) return payment;
  return { ...payment, lineTurns: [...new Set([...((payment.lineTurns as unknown[] | undefined) ?? []), turn])] };
}
