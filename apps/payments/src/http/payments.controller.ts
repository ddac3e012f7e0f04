import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CapturePayment, RefundPayment, VoidPayment } from '#contracts/commands/move-money.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { pageOf } from '#platform/http/page.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import type { Payment, PaymentEvent } from '../domain/payment.js';
import { PaymentsService } from '../payments.service.js';
import { PaymentList } from '../storage/payment-list.js';
import { PaymentsQuery } from './payment.queries.js';

const documentOf = documentView<Payment, 'paymentId'>('paymentId');

/** A payment as clients see it; what is still open at its gateway is nobody else's. */
function paymentView(payment: Stored<Payment>) {
  const { openAuthorization: _, ...view } = documentOf(payment);
  return view;
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

  /** Money was received. */
  @Post('payments/:id/capture')
  @HttpCode(200)
  async capture(
    @Param('id') id: string,
    @Body(validated(CapturePayment)) capture: CapturePayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.payments.capture(id, capture, idempotent(conditional(context), capture))));
  }

  /** Money was given back. */
  @Post('payments/:id/refund')
  @HttpCode(200)
  async refund(
    @Param('id') id: string,
    @Body(validated(RefundPayment)) refund: RefundPayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason } = refund;
    const change = { ...idempotent(conditional(context), refund), ...(reason === undefined ? {} : { reason }) };
    return answer(reply, orThrow(await this.payments.refund(id, refund, change)));
  }

  /** What was promised is not wanted any more. */
  @Post('payments/:id/void')
  @HttpCode(200)
  async void(
    @Param('id') id: string,
    @Body(validated(VoidPayment)) voiding: VoidPayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason } = voiding;
    const change = { ...idempotent(conditional(context), voiding), ...(reason === undefined ? {} : { reason }) };
    return answer(reply, orThrow(await this.payments.void(id, change)));
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
}

function answer(reply: FastifyReply, payment: Stored<Payment>) {
  reply.header('etag', `"${payment.version}"`);
  if (payment.replayed) reply.header('idempotency-replayed', 'true');
  return paymentView(payment);
}
