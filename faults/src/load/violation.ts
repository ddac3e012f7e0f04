import { type Answer, type Attempt, isSuccess, isTransient, type OrderRecord, type Purpose } from './client-record.js';

/** Where a store reserves stock, and splits what no location has all of, what a client asks for may be behind the times, or not be there. */
const mayBeRefused: Readonly<Record<string, Partial<Record<Purpose, readonly (string | undefined)[]>>>> = {
  warehouse: {
    send: ['backordered'],
    split: ['not-in-shipment', 'shipment-left-empty'],
    merge: ['shipment-merged'],
    stock: ['stock-outdated'],
  },
};

/** What of an answer must not be, by what was answered about the order so far; undefined when all is well. */
export function violationOf(order: OrderRecord, attempt: Attempt, answer: Answer): string | undefined {
  if (isTransient(answer)) return undefined;
  if (attempt.purpose === 'other-body') return refusalViolation(answer, 422, 'idempotency-key-reused');
  if (attempt.purpose === 'below') return refusalViolation(answer, 409, 'already-shipped');
  if (attempt.purpose === 'send' && order.held) return refusalViolation(answer, 409, 'held');
  if (mayBeRefused[order.storeId]?.[attempt.purpose]?.includes(answer.problem)) return undefined;
  if (!isSuccess(answer)) return `${attempt.purpose} was answered with ${described(answer)}`;
  if (attempt.purpose === 'issue') return issuedViolation(order, answer);
  // What is answered is no order, or none that is placed.
  if (['preview', 'send', 'draft', 'capture', 'refund', 'void', 'payment', 'invoice', 'combine'].includes(attempt.purpose))
    return undefined;
  if (['return', 'approve', 'receive', 'report', 'stock'].includes(attempt.purpose)) return undefined;
  if (answer.orderId === undefined || answer.number === undefined)
    return `${attempt.purpose} was answered with ${answer.status} and no order`;
  const { acknowledged } = order;
  if (acknowledged && (answer.orderId !== acknowledged.orderId || answer.number !== acknowledged.number)) {
    const first = `${acknowledged.number} (${acknowledged.orderId})`;
    return `${attempt.purpose} was answered with order ${answer.number} (${answer.orderId}), and before with ${first}`;
  }
  if (attempt.purpose === 'repeat' && !answer.replayed) return 'repeat was answered as if it were the first';
  if (attempt.purpose === 'place' && !answer.replayed && wasNewBefore(order, attempt))
    return 'two requests were each answered as the first';
  return undefined;
}

function refusalViolation(answer: Answer, status: number, problem: string): string | undefined {
  return answer.status === status && answer.problem === problem
    ? undefined
    : `${problem} was to be said, and was answered with ${described(answer)}`;
}

/** An invoice is issued once, whoever asks for it again. */
function issuedViolation({ issued }: OrderRecord, { orderId: id, number }: Answer): string | undefined {
  if (id === undefined || number === undefined) return 'issue was answered without an invoice';
  return !issued || (issued.id === id && issued.number === number)
    ? undefined
    : `issue was answered with invoice ${number} (${id}), and before with ${issued.number} (${issued.id})`;
}

const wasNewBefore = (order: OrderRecord, { id }: Attempt) =>
  order.attempts.some(
    ({ id: other, purpose, answer }) => other !== id && purpose === 'place' && answer && isSuccess(answer) && !answer.replayed,
  );

const described = ({ status, problem, detail, orderId }: Answer) =>
  [status, problem, detail, orderId && `order ${orderId}`].filter((part) => part !== undefined).join(' ');
