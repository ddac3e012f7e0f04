/**
 * What a request was for. `place`: until the first answer; `repeat`: the same again after it; `other-body`: its key with another body;
 * `read`: right after the acknowledgement; `poll`: until it is settled; `edit`: adds a line; `preview`: what that would come to; `past`: the
 * order as it was placed; `cancel`: no more is wanted of it; `draft`: prepares it; `hold`: it is not to be sent; `send`: its shipment leaves;
 * `below`: takes back what has left; `capture`: its payment is paid; `refund`: a penny goes back; `void`: the rest of the promise is given
 * up; `payment`: until its gateway has answered; `invoice`: an invoice of it is drafted; `issue`: that one becomes final; `return`: a piece of
 * it is to come back; `approve`: it may; `receive`: it has; `combine`: its shipment goes with another's; `split`: a piece goes by itself;
 * `merge`: together again; `report`: its carrier says something; `stock`: a product is counted.
 */
export type Purpose =
  | 'place'
  | 'repeat'
  | 'other-body'
  | 'read'
  | 'poll'
  | 'edit'
  | 'preview'
  | 'past'
  | 'cancel'
  | 'draft'
  | 'hold'
  | 'send'
  | 'below'
  | 'capture'
  | 'refund'
  | 'void'
  | 'payment'
  | 'invoice'
  | 'issue'
  | 'return'
  | 'approve'
  | 'receive'
  | 'combine'
  | 'split'
  | 'merge'
  | 'report'
  | 'stock';

/** One request of a client. Times are milliseconds since 1970. */
export interface Attempt {
  /** From 1, over all orders. */
  readonly id: number;
  readonly key: string;
  readonly purpose: Purpose;
  readonly gateway: string;
  readonly at: number;
  /** Seconds of `Prefer: wait`. */
  readonly wait?: number;
  /** Absent while it is awaited. */
  answer?: Answer;
}

/** What came back; without `status` nothing did, and `detail` says why. */
export interface Answer {
  readonly at: number;
  readonly status?: number;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfter?: number;
  readonly orderId?: string;
  readonly number?: string;
  /** Its first. */
  readonly shipmentId?: string;
  readonly lastShipmentId?: string;
  /** Its first payment that is authorized. */
  readonly authorizedId?: string;
  /** Of what was combined: the first consignment. */
  readonly consignmentId?: string;
  /** Of a payment: its gateway has not answered yet. */
  readonly open?: boolean;
  /** `Idempotency-Replayed: true`. */
  readonly replayed?: boolean;
  /** The order that was answered is taxed, paid and shipped as far as placing it sets off. */
  readonly settled?: boolean;
  /** The end of the problem's type, such as `idempotency-key-reused`. */
  readonly problem?: string;
  readonly detail?: string;
}

/** How many pieces of a product somebody counted at a location, at a moment that is a name for it. */
export interface Count {
  readonly location: string;
  readonly sku: string;
  readonly onHand: number;
  readonly asOf: string;
}

/** All that clients did about one order. */
export interface OrderRecord {
  readonly key: string;
  readonly invoiceNo: string;
  readonly externalId: string;
  readonly storeId: string;
  /** When it was first asked for. */
  readonly beganAt: number;
  readonly attempts: Attempt[];
  /** Of each line that an edit was to add, whether that was acknowledged. */
  readonly edits: { readonly sku: string; acknowledged: boolean }[];
  /** That it is held was acknowledged. */
  held?: true;
  /** The payment that was paid, how much of it, and whether the penny went back, as far as that was acknowledged. */
  paid?: { readonly id: string; readonly captured: 'all' | '0.02'; penny: boolean };
  /** The shipment whose sending was acknowledged. */
  sent?: string;
  /** That it has arrived was acknowledged. */
  arrived?: true;
  /** A piece was asked to go by itself. */
  split?: { acknowledged: boolean; merge?: { acknowledged: boolean } };
  /** What was told of its product; acknowledged: this, or a later count, is known, or a command that says so lies on its topic. */
  count?: Count & { acknowledged: boolean };
  /** That a piece of its first line came back was acknowledged. */
  returned?: true;
  /** The invoice whose issuing was acknowledged, by the first answer. */
  issued?: { readonly id: string; readonly number: string };
  /** Its cancellation was acknowledged. */
  cancelled?: true;
  /** The first answer that said that it is placed. */
  acknowledged?: { readonly at: number; readonly orderId: string; readonly number: string };
  /** When an answer first showed it settled. */
  settledAt?: number;
  /** Nobody insists any longer, and no answer said whether it is placed. */
  unanswered?: true;
}

/** Something that a client must never see. */
export interface Violation {
  readonly key: string;
  readonly at: number;
  readonly text: string;
}

/** May be asked again: no answer, or one that says so. */
export const isTransient = ({ status, problem }: Answer): boolean =>
  status === undefined || isPassing(problem) || status >= 500 || status === 408 || status === 425 || status === 429;

// Refused for as long as something else is on its way, or a clock that finds a signature too old, or of the future, is wrong.
const passing: readonly (string | undefined)[] = ['shipment-outdated', 'tax-not-calculated', 'webhook-refused'];
const isPassing = (problem: string | undefined) => passing.includes(problem);

export const isSuccess = ({ status }: Answer): boolean => status !== undefined && status >= 200 && status < 300;
