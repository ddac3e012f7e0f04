import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { isRefusal, refuse } from '#contracts/refusals.js';
import { orThrow } from '#platform/http/problem.js';
import { Context, type RequestContext } from '#platform/http/request-context.js';
import { PaymentsConfig } from '../payments.config.js';
import { PaymentsService } from '../payments.service.js';
import { readStripeWebhook, type StripeNotice, WebhookRefused } from '../providers/stripe/stripe-webhook.js';

export const STRIPE_WEBHOOKS = '/v1/webhooks/stripe';

/** What Stripe tells of its own accord. It only says which payment to ask about, so that late, repeated and reordered notices do no harm. */
@Controller()
export class StripeWebhookController {
  readonly #secrets: readonly string[];

  constructor(
    private readonly payments: PaymentsService,
    { STRIPE_WEBHOOK_SECRETS }: PaymentsConfig,
  ) {
    this.#secrets = STRIPE_WEBHOOK_SECRETS?.split(',') ?? [];
  }

  /** Answered after what followed is stored; whatever goes wrong before, Stripe repeats it. */
  @Post(STRIPE_WEBHOOKS)
  @HttpCode(204)
  async receive(
    @Body() body: Buffer | undefined,
    @Headers('stripe-signature') signature: string | undefined,
    @Context() { correlationId }: RequestContext,
  ): Promise<void> {
    const { paymentId } = this.#noticeOf(body, signature);
    // What is nobody's here belongs to something else that uses the same account of Stripe.
    if (paymentId === undefined) return;
    const refreshed = await this.payments.refresh(paymentId, { actor: 'stripe', correlationId });
    if (isRefusal(refreshed) && refreshed.refused !== 'not-found') orThrow(refreshed);
  }

  #noticeOf(body: Buffer | undefined, signature: string | undefined): StripeNotice {
    try {
      return readStripeWebhook(body ?? '', signature, this.#secrets, new Date());
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error;
      return orThrow<StripeNotice>(refuse('webhook-refused', error.message));
    }
  }
}
