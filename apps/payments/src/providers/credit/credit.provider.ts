import type { CallType } from '#contracts/gateway-call.js';
import { isRefusal, type Refusal, refuse } from '#contracts/refusals.js';
import { fingerprint } from '#platform/fingerprint.js';
import type { CallToMake, GatewayAnswer, PaymentProvider, StoredCall } from '../provider.js';
import { accountIdOfCustomer, type CreditCodes } from './credit-codes.js';
import { authorize, capture, declined, type Movement, refund, release } from './credit-entry.js';
import type { CreditLedger, Entered, EntryHead, MovedBy, StoredEntry } from './credit-ledger.js';

/** What is sent to the ledger. A code is not in it: the account's id follows from it. */
interface CreditRequest {
  readonly act: CallType;
  readonly account: string;
  readonly store?: string;
  readonly payer?: string;
  readonly amount: string;
  readonly currency: string;
  readonly payment: string;
  readonly order: string;
  /** The entry that reserved what it is about. */
  readonly reservation?: string;
  readonly isLast?: boolean;
  /** It is a refund of money that was not taken from credit. */
  readonly grants?: true;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// Entries are kept for good, and with them their keys: a hundred years.
const KEYS_LAST_HOURS = 876_000;

/**
 * Store credit and gift cards as means of payment. An authorization's token is the code of a gift card or the id of an account; without
 * one, the payer's own account is meant. Everything is answered at once, and an answer is never another on a repeat.
 */
export function createCreditProvider(ledger: CreditLedger, codes: CreditCodes): PaymentProvider {
  return {
    gateway: 'credit',
    capabilities: { severalCaptures: true, keysLastHours: KEYS_LAST_HOURS },
    obstacle: (call) => obstacleTo(call, codes),
    prepare: (call) => JSON.stringify(requestOf(call, codes)),

    async send(call) {
      const request = JSON.parse(call.request) as CreditRequest;
      const head = headOf(call, request);
      const entered = request.grants ? await grant(ledger, request, head) : await move(ledger, request, head);
      if (isRefusal(entered)) throw new Error(`credit was asked by a key that it knows for something else: ${entered.detail}`);
      return answerOf(entered.entry);
    },

    async find(call) {
      const entry = await ledger.byKey(keyOf(call), { surely: true });
      return entry ? answerOf(entry) : 'absent';
    },
  };
}

/** To whom money of another payment is given back as credit. */
function grant(ledger: CreditLedger, { account, amount, currency, store = '', payer = '' }: CreditRequest, head: EntryHead) {
  return ledger.grant(account, { storeId: store, currency, customerId: payer }, amount, head);
}

async function move(ledger: CreditLedger, request: CreditRequest, head: EntryHead): Promise<Entered | Refusal> {
  const whose = await ledger.first(request.account);
  const isOfStore = request.store === undefined || whose?.holder?.storeId === request.store;
  if (!whose || !isOfStore) return ledger.decline(head, declined(request.act, 'no_such_account'));
  return ledger.add(request.account, head, (standing, movedBy) => movementOf(request, whose, standing, movedBy));
}

function obstacleTo(call: CallToMake, codes: CreditCodes): Refusal | undefined {
  const { type, token, storeId, payerId, paymentReference, destination } = call;
  if (destination === 'credit') {
    return storeId === undefined || payerId === undefined ? refuse('not-at-gateway', 'nobody is said to get it') : undefined;
  }
  if (type !== 'authorization') return paymentReference === undefined ? refuse('not-at-gateway', 'nothing was reserved') : undefined;
  if (token !== undefined && UUID.test(token)) return undefined;
  if (storeId === undefined || (token === undefined && payerId === undefined)) {
    return refuse('not-at-gateway', 'name a gift card or an account, or say who pays', 'token');
  }
  return token === undefined || codes.areOffered ? undefined : refuse('codes-not-offered', 'name an account by its id', 'token');
}

function requestOf(call: CallToMake, codes: CreditCodes): CreditRequest {
  const { type, amount, currency, paymentId, orderNumber, storeId, payerId, paymentReference, isLast, destination } = call;
  const grants = destination === 'credit';
  const namesOwner = type === 'authorization' || grants;
  const [account = ''] = namesOwner ? [accountOf(call, codes)] : (paymentReference ?? '').split(':');
  return {
    ...{ act: type, account },
    ...(storeId === undefined ? {} : { store: storeId }),
    ...(namesOwner && payerId !== undefined ? { payer: payerId } : {}),
    ...{ amount, currency, payment: paymentId, order: orderNumber },
    ...(namesOwner || paymentReference === undefined ? {} : { reservation: paymentReference }),
    ...(isLast ? { isLast } : {}),
    ...(grants ? { grants } : {}),
  };
}

function accountOf({ token, storeId = '', payerId = '', currency }: CallToMake, codes: CreditCodes): string {
  if (token === undefined) return accountIdOfCustomer(storeId, currency, payerId);
  return UUID.test(token) ? token.toLowerCase() : codes.accountIdOf(storeId, token);
}

/** What the call does to the account as it is. */
async function movementOf(request: CreditRequest, { holder }: StoredEntry, standing: StoredEntry, movedBy: MovedBy): Promise<Movement> {
  const { act, amount, currency, payer, reservation = '', isLast = false } = request;
  if (holder?.currency !== currency) return declined(act, 'other_currency');
  switch (act) {
    case 'authorization':
      // The ids of customers' accounts follow from what others may know.
      if (holder.customerId !== undefined && holder.customerId !== payer) return declined(act, 'not_the_payer');
      return authorize(standing, amount);
    case 'capture':
      return capture(standing, reservation, amount, isLast);
    case 'void':
      return release(standing, reservation);
    case 'refund':
      return refund(await movedBy(reservation), reservation, amount);
  }
}

function headOf(call: StoredCall, { payment, order }: CreditRequest): EntryHead {
  const { type, request } = call;
  const print = fingerprint({ type, request });
  return { key: keyOf(call), fingerprint: print, actor: 'service:payments', paymentId: payment, orderNumber: order };
}

/** Keys of requests over HTTP are others. */
function keyOf({ idempotencyKey }: StoredCall): string {
  return `call/${idempotencyKey}`;
}

function answerOf({ _id, accountId, declined: reason }: StoredEntry): GatewayAnswer {
  const outcome = { status: reason === undefined ? ('succeeded' as const) : ('declined' as const), responseCode: reason ?? 'approved' };
  return {
    ...outcome,
    ...(reason === undefined ? { reference: _id } : {}),
    response: JSON.stringify({ ...outcome, account: accountId, entry: _id }),
  };
}
