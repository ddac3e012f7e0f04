import type { Gateway } from '#contracts/commands/place-order.js';

/** What a gateway is asked; the key is the same on every repeat, so that it acts once. */
export interface GatewayRequest {
  readonly amount: string;
  readonly currency: string;
  readonly idempotencyKey: string;
}

/** What it answered, with what the log keeps of the exchange: no secret and no card data. */
export interface GatewayAnswer {
  readonly status: 'succeeded' | 'declined';
  readonly responseCode: string;
  readonly request: string;
  readonly response: string;
}

/** A payment gateway. A call that throws has an unknown outcome and is repeated with the same key. */
export interface PaymentProvider {
  readonly gateway: Gateway;
  /** Whether it asks nobody: then no outcome can get lost, and request and answer are stored together. */
  readonly isLocal: boolean;
  authorize(request: GatewayRequest): Promise<GatewayAnswer>;
  /** Gives back what was authorized. */
  void(request: GatewayRequest): Promise<GatewayAnswer>;
}
