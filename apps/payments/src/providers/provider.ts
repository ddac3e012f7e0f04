import type { RefundReason } from '#contracts/commands/move-money.js';
import type { Gateway } from '#contracts/commands/place-order.js';
import type { CallType } from '#contracts/gateway-call.js';
import type { Refusal } from '#contracts/refusals.js';

/** What a gateway is to be asked. Amounts are decimal strings in the payment's currency. */
export interface CallToMake {
  /** Of the call, and of the capture or refund that it is for; unique for good. */
  readonly id: string;
  readonly type: CallType;
  readonly amount: string;
  readonly currency: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  /** The store that is to be paid; each has credit of its own. */
  readonly storeId?: string;
  /** The customer who pays, where the order says one; whose credit is meant when nothing else is named. */
  readonly payerId?: string;
  /** The gateway's own id of what it authorized; absent before it has. */
  readonly paymentReference?: string;
  /** With an authorization: what the gateway gave the storefront for the means of payment. Never card data. */
  readonly token?: string;
  /** With a capture: whether nothing of the promise is left after it. */
  readonly isLast?: boolean;
  /** With a void: some of what was promised was captured before. */
  readonly isPartlyCaptured?: boolean;
  readonly reasonCode?: RefundReason;
  /** With a refund that becomes store credit of the payer, however it was paid; only the provider `credit` is asked for it. */
  readonly destination?: 'credit';
}

/** A call as it was stored before it was made; what is sent is `request`, unchanged, and `idempotencyKey`. */
export interface StoredCall {
  readonly id: string;
  readonly type: CallType;
  readonly amount: string;
  readonly currency: string;
  readonly idempotencyKey: string;
  /** As `prepare` wrote it. */
  readonly request: string;
  readonly requestedAt: string;
  /** The gateway's own id of this call's effect, where it has told one. */
  readonly reference?: string;
  readonly paymentReference?: string;
}

/** What a gateway said. `pending`: it has taken the call on and will decide later. */
export interface GatewayAnswer {
  readonly status: 'succeeded' | 'declined' | 'pending';
  /** The gateway's own id of the effect: of what it authorized, of the capture, of the refund. */
  readonly reference?: string;
  /** In the gateway's words, such as `insufficient_funds`; up to 64 characters. */
  readonly responseCode: string;
  /** What the log keeps of the answer, up to 4,000 characters: no secret and no card data. */
  readonly response: string;
  /** With an authorization: until when it holds. */
  readonly authorizedUntil?: string;
}

/** What a gateway can do, so that nobody asks it for more. */
export interface Capabilities {
  /** Whether what is promised may be captured in several parts; otherwise the first capture releases the rest. */
  readonly severalCaptures: boolean;
  /** For how many hours a call may be repeated with its key and acts once; after them it is only asked about. */
  readonly keysLastHours: number;
}

/**
 * One kind of payment gateway. The order of things is always: `obstacle`, `prepare`, the call is stored, `send`, the answer is stored.
 * A method that throws has an unknown outcome: the call stays open, and is sent again with the same key, or asked about.
 */
export interface PaymentProvider {
  readonly gateway: Gateway;
  readonly capabilities: Capabilities;
  /** Why it could never carry this out (a currency, an amount); undefined where it could. */
  obstacle(call: CallToMake): Refusal | undefined;
  /** The exact request, with everything but the key and the secrets of the connection; up to 4,000 characters. Pure: the same call gives the same text. */
  prepare(call: CallToMake): string;
  /** Carries a stored call out. Sent twice with one key, it acts once and answers the same. */
  send(call: StoredCall): Promise<GatewayAnswer>;
  /** What became of a call that was sent, without causing anything; `absent` when it is proved that the gateway has never carried it out. */
  find(call: StoredCall): Promise<GatewayAnswer | 'absent'>;
  /** Where it has one: with which a storefront's page finishes an authorization with the shopper. Never stored, never logged. */
  clientSecret?(paymentReference: string): Promise<string>;
}

/** Where a call comes with nobody else to ask: its answer is known at once, and stored together with it. */
export interface LocalProvider {
  readonly gateway: Gateway;
  readonly capabilities: Capabilities;
  answer(call: CallToMake): Pick<GatewayAnswer, 'status' | 'responseCode' | 'response'>;
}
