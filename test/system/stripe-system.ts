import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { StripeDouble } from '#tools/stripe-double/stripe-double.js';
import type { StripeEvent } from '#tools/stripe-double/stripe-objects.js';
import { stripeSecrets, stripeSettings } from '#tools/stripe-double/stripe-settings.js';
import { eventually } from '../support/eventually.js';
import { type Answer, draft, startTestSystem, type TestSystem } from './test-system.js';

// biome-ignore lint/suspicious/noExplicitAny: as clients read it
type Body = any;

/** The five services, which take payments by a double of Stripe. */
export class StripeSystem {
  private constructor(
    readonly double: StripeDouble,
    readonly system: TestSystem,
  ) {}

  static async start(): Promise<StripeSystem> {
    const double = await StripeDouble.start({ multicapture: true });
    const directory = mkdtempSync(path.join(tmpdir(), 'docket-stores-'));
    return new StripeSystem(double, await startTestSystem(await stripeSettings(double.url, directory)));
  }

  async stop(): Promise<void> {
    await this.system.stop();
    await this.double.close();
  }

  /** An order of 23.58; without a `token` of means of payment, it waits for the shopper. */
  async place(token?: string): Promise<Body> {
    const payments = [{ gateway: 'stripe', ...(token && { token }) }];
    const { status, body } = await this.system.post('/v1/orders', draft({ payments }), { 'idempotency-key': uuid() });
    expect(status).toBe(201);
    return body;
  }

  /** The one payment of an order, when it is as it is wanted. */
  payment(order: Body, isWanted: (payment: Body) => boolean, within?: number): Promise<Body> {
    return eventually(async () => {
      const [payment] = (await this.system.get(`/v1/orders/${order.id}/payments`)).body.items;
      return isWanted(payment) && payment;
    }, within);
  }

  /** In this status, with nothing open. */
  settled(order: Body, status: string, within?: number): Promise<Body> {
    return this.payment(order, (payment) => payment?.status === status && !payment.openCalls, within);
  }

  /** When it waits for the shopper. */
  awaited(order: Body): Promise<Body> {
    return this.payment(order, (payment) => payment?.openCalls?.[0]?.reference !== undefined);
  }

  order({ id }: Body, paymentStatus: string): Promise<Body> {
    return eventually(async () => {
      const { body } = await this.system.get(`/v1/orders/${id}`);
      return body.paymentStatus === paymentStatus && body;
    });
  }

  move({ id }: Body, what: 'authorize' | 'capture' | 'refund' | 'void', body: object = {}): Promise<Answer> {
    return this.system.post(`/v1/payments/${id}/${what}`, body, { 'if-match': '*', 'idempotency-key': uuid() });
  }

  refresh({ id }: Body): Promise<Answer> {
    return this.system.post(`/v1/payments/${id}/refresh`, {});
  }

  /** Everything that was exchanged with Stripe about a payment. */
  async log({ id }: Body): Promise<Body[]> {
    return (await this.system.get(`/v1/payments/${id}/transactions`)).body.items;
  }

  /** What Stripe tells about a payment, in the order in which it happened. */
  eventsOf({ id }: Body): StripeEvent[] {
    return this.double.events.filter(({ data }) => (data.object as Body).metadata?.payment_id === id);
  }

  deliver(event: StripeEvent, secrets: string | readonly string[] = stripeSecrets.signing, at?: Date): Promise<Answer> {
    const { body, headers } = this.double.signedDelivery(event, secrets, at);
    return this.post(body, headers);
  }

  /** Something comes to the address of the webhooks. */
  post(body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.system.post('/v1/webhooks/stripe', body, headers);
  }
}
