import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuthorizePayment, CapturePayment, RefundPayment, SetPaymentStatus, VoidPayment } from '#contracts/commands/move-money.js';
import type { Refusal } from '#contracts/refusals.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pageOf } from '#platform/http/page.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import type { OpenCall, Payment, PaymentEvent } from '../domain/payment.js';
import { PaymentsService } from '../payments.service.js';
import { PaymentList } from '../storage/payment-list.js';
import { PaymentsQuery } from './payment.queries.js';

const documentOf = documentView<Payment, 'paymentId'>('paymentId');

/** A payment as clients see it. */
function paymentView(payment: Stored<Payment>) {
  const { callDueAt: _, lineTurns: __, openCalls, ...view } = documentOf(payment);
  return openCalls ? { ...view, openCalls: openCalls.map(openCallView) } : view;
}

/** Its key is between Docket and the gateway. */
function openCallView({ idempotencyKey: _, request: __, turn: ___, ...call }: OpenCall) {
  return call;
}

@Controller('v1')
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    @Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>,
    private readonly list: PaymentList,
  ) {}

  /** Newest first. */
  @Get('payments')
  find(@Query(validated(PaymentsQuery)) { limit, cursor, count, ...conditions }: PaymentsQuery) {
    return pageOf(
      { limit, cursor, count },
      {
        find: (size, after) => this.list.find(conditions, size, after),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
        count: () => this.list.count(conditions),
      },
    );
  }

  @Get('orders/:orderId/payments')
  async ofOrder(@Param('orderId') orderId: string) {
    const payments = await this.store.listBy('orderId', orderId);
    return { items: payments.map(paymentView) };
  }

  @Get('payments/:id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(reply, orNotFound(await this.store.find(id), 'such payment'));
  }

  /** Asked once more, after it was declined. */
  @Post('payments/:id/authorize')
  async authorize(
    @Param('id') id: string,
    @Body(validated(AuthorizePayment)) authorization: AuthorizePayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answerOf(await this.payments.authorize(id, authorization, idempotent(conditional(context), authorization)), reply);
  }

  /** Money is taken, or was received. */
  @Post('payments/:id/capture')
  async capture(
    @Param('id') id: string,
    @Body(validated(CapturePayment)) capture: CapturePayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answerOf(await this.payments.capture(id, capture, idempotent(conditional(context), capture)), reply);
  }

  /** Money is given back, or was. */
  @Post('payments/:id/refund')
  async refund(
    @Param('id') id: string,
    @Body(validated(RefundPayment)) refund: RefundPayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answerOf(await this.payments.refund(id, refund, because(refund.reason, idempotent(conditional(context), refund))), reply);
  }

  /** What was promised is not wanted any more. */
  @Post('payments/:id/void')
  async void(
    @Param('id') id: string,
    @Body(validated(VoidPayment)) voiding: VoidPayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answerOf(await this.payments.void(id, because(voiding.reason, idempotent(conditional(context), voiding))), reply);
  }

  /** What people call it. */
  @Post('payments/:id/status')
  async setStatus(
    @Param('id') id: string,
    @Body(validated(SetPaymentStatus)) setting: SetPaymentStatus,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#answerOf(
      await this.payments.setStatus(id, setting, because(setting.reason, idempotent(conditional(context), setting))),
      reply,
    );
  }

  /** What the gateway says by now; safe to ask at any time, such as when the shopper is back from the bank. */
  @Post('payments/:id/refresh')
  async refresh(@Param('id') id: string, @Context() context: RequestContext, @Res({ passthrough: true }) reply: FastifyReply) {
    const { correlationId, traceparent } = context;
    const asking = { actor: context.actor, correlationId, ...(traceparent === undefined ? {} : { traceparent }) };
    return this.#answerOf(await this.payments.refresh(id, asking), reply);
  }

  /** For the storefront's page, while the shopper still has to agree. */
  @Get('payments/:id/client-secret')
  async clientSecret(@Param('id') id: string) {
    return orThrow(await this.payments.clientSecret(id));
  }

  /** Everything that was exchanged with the gateway, in order. */
  @Get('payments/:id/transactions')
  async transactions(@Param('id') id: string) {
    const payment = orNotFound(await this.store.find(id), 'such payment');
    return { items: payment.state.transactions };
  }

  /** Who changed what, when and why, oldest first. */
  @Get('payments/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such payment');
    return changesPage(this.store.history, id, query);
  }

  /** 200 when the gateway has answered, or 202 while it has not. */
  async #answerOf(changed: Stored<Payment> | Refusal, reply: FastifyReply) {
    const before = orThrow(changed);
    const payment = before.state.openCalls ? await this.payments.settled(before.id) : before;
    reply.status(payment.state.openCalls ? 202 : 200);
    return answer(reply, { ...payment, ...(before.replayed && { replayed: true }) });
  }
}

function answer(reply: FastifyReply, payment: Stored<Payment>) {
  setDocumentHeaders(reply, payment);
  return paymentView(payment);
}

function because(reason: string | undefined, context: ChangeContext): ChangeContext {
  return reason === undefined ? context : { ...context, reason };
}
