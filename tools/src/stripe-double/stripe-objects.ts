/** Objects of Stripe, as far as the double has them; names and shapes are Stripe's. */
export interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly capture_method: 'manual' | 'automatic';
  readonly client_secret: string;
  status: IntentStatus;
  amount_capturable: number;
  amount_received: number;
  metadata: Metadata;
  payment_method: string | null;
  last_payment_error: object | null;
  canceled_at: number | null;
  cancellation_reason: string | null;
  latest_charge: Charge | null;
}

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

export type Metadata = Readonly<Record<string, string>>;

export interface Charge {
  readonly id: string;
  readonly object: 'charge';
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly payment_intent: string;
  status: 'succeeded' | 'failed';
  captured: boolean;
  amount_captured: number;
  amount_refunded: number;
  metadata: Metadata;
  payment_method_details: { readonly type: 'card'; readonly card: Card };
}

export interface Card {
  readonly brand: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly fingerprint: string;
  readonly capture_before: number;
}

export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly charge: string;
  readonly payment_intent: string;
  readonly metadata: Metadata;
  readonly reason: string | null;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  pending_reason?: string;
  failure_reason?: string;
}

export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly livemode: false;
  readonly type: string;
  readonly data: { readonly object: object };
}

/** What the double has done that moves money, each once. */
export interface Effect {
  readonly kind: 'authorization' | 'capture' | 'refund' | 'cancellation';
  readonly intent: string;
  readonly amount: number;
  /** Undefined where it was not asked for over HTTP. */
  readonly key: string | undefined;
}

/** An answer that is no success. `isKept`: the endpoint had begun to run, so its key remembers it. */
export class StripeFailure extends Error {
  constructor(
    readonly status: number,
    readonly error: Readonly<Record<string, unknown>>,
    readonly isKept = true,
  ) {
    super(`${status} ${error.code ?? error.type}`);
  }
}

export function invalid(message: string, more: Readonly<Record<string, unknown>> = {}, status = 400): StripeFailure {
  return new StripeFailure(status, { type: 'invalid_request_error', message, ...more });
}
