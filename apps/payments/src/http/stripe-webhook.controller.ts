import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { isRefusal, refuse } from '#contracts/refusals.js';
import { orThrow } from '#platform/http/problem.js';
import { Context, type RequestContext } from '#platform/http/request-context.js';
import { PaymentsConfig } from '../payments.config.js';
import { PaymentsService } from '../payments.service.js';
import { readStripeWebhook, type StripeNotice, WebhookRefused } from '../providers/stripe/stripe-webhook.js';

const ADDRESS = '/v1/webhooks/stripe';

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
  @Post(ADDRESS)
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

/** Signatures are of bytes, so the body of a webhook stays as it came. */
export function keepWebhookBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const parse = fastify.getDefaultJsonParser('ignore', 'ignore');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void) =>
      request.routeOptions.url === ADDRESS ? done(null, body) : parse(request, body.toString('utf8'), done),
  );
}
