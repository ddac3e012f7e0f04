import { v7 as newId } from 'uuid';
import type { DatabaseClock } from '#platform/database-clock.js';
import { Unavailable } from '#platform/outage.js';
import type { Attempt } from './domain/gateway-calls.js';
import type { OpenCall, Payment } from './domain/payment.js';
import type { GatewayAnswer, PaymentProvider, StoredCall } from './providers/provider.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Nobody had carried it out, and nobody will. */
const absent: GatewayAnswer = {
  status: 'declined',
  responseCode: 'never-carried-out',
  response: 'the gateway knows of no such call, and its key is too old to send it again',
};

/**
 * One try of a call. What was sent before is asked about first; and sent, again with its key, only while that key makes the gateway act
 * once. Whatever goes wrong, the outcome is unknown and the call stays open.
 */
export async function attemptCall(provider: PaymentProvider, payment: Payment, call: OpenCall, clock: DatabaseClock): Promise<Attempt> {
  const tried = call.attempts;
  const began = await clock.now();
  const said = await ask(provider, storedCall(payment, call), tried, began).then(
    (answer) => ({ answer }),
    (error: Error) => ({ failure: error.message.slice(0, 4_000) }),
  );
  const isPending = 'answer' in said && said.answer.status === 'pending';
  return { id: newId(), tried, ...said, ...times(tried, isPending ? [30 * SECOND, HOUR] : [SECOND, 10 * MINUTE], await clock.now()) };
}

async function ask(provider: PaymentProvider, call: StoredCall, tried: number, now: number): Promise<GatewayAnswer> {
  const acts = now - Date.parse(call.requestedAt) < provider.capabilities.keysLastHours * HOUR;
  if (tried === 0 && acts) return provider.send(call);
  const found = await provider.find(call);
  if (found !== 'absent') return found;
  return acts ? provider.send(call) : absent;
}

/** What the gateway says. Throws Unavailable where it says nothing. */
export async function asked<Answer>(gateway: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw new Unavailable(`the gateway ${gateway}`, { cause });
  }
}

/** Refunds that had succeeded and of which the gateway says by now that they came back; store credit never does. Throws Unavailable where it says nothing. */
export async function failedRefunds(
  provider: PaymentProvider,
  payment: Payment,
  clock: DatabaseClock,
): Promise<{ refundId: string; attempt: Attempt }[]> {
  const failed = [];
  for (const { id: refundId, status, destination } of payment.refunds ?? []) {
    const done = payment.transactions.find((each) => each.callId === refundId && each.status === 'succeeded');
    if (status !== 'Processed' || destination || !done) continue;
    const answer = await asked(
      provider.gateway,
      provider.find(storedCall(payment, { ...done, id: refundId, requestedAt: done.processedAt })),
    );
    if (answer === 'absent' || answer.status !== 'declined') continue;
    const tried = done.attempts;
    failed.push({ refundId, attempt: { id: newId(), tried, answer, ...times(tried, [SECOND, SECOND], await clock.now()) } });
  }
  return failed;
}

/** A call as its provider takes it; where a refund goes elsewhere, that provider knows nothing of the payment. */
function storedCall(
  { currency, gatewayReference }: Payment,
  call: Omit<StoredCall, 'currency' | 'paymentReference'> & Pick<OpenCall, 'destination'>,
): StoredCall {
  const { id, type, amount, idempotencyKey, request, requestedAt, reference, destination } = call;
  return {
    ...{ id, type, amount, currency, idempotencyKey, request, requestedAt },
    ...(reference === undefined ? {} : { reference }),
    ...(gatewayReference === undefined || destination ? {} : { paymentReference: gatewayReference }),
  };
}

/** Now, and the next time: twice as long after each. */
function times(tried: number, [first, longest]: readonly [number, number], now: number) {
  return { at: new Date(now).toISOString(), retryAt: new Date(now + Math.min(longest, first * 2 ** tried)).toISOString() };
}
