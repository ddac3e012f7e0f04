import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { orNotFound, validated } from '#platform/http/problem.js';
import type { Payment, PaymentEvent } from '../domain/payment.js';

const documentOf = documentView<Payment, 'paymentId'>('paymentId');

/** A payment as clients see it; what is still open at its gateway is nobody else's. */
function paymentView(payment: Stored<Payment>) {
  const { openAuthorization: _, ...view } = documentOf(payment);
  return view;
}

@Controller('v1')
export class PaymentsController {
  constructor(@Inject(AggregateStore) private readonly store: AggregateStore<Payment, PaymentEvent>) {}

  @Get('orders/:orderId/payments')
  async ofOrder(@Param('orderId') orderId: string) {
    const payments = await this.store.listBy('orderId', orderId);
    return { items: payments.map(paymentView) };
  }

  @Get('payments/:id')
  async byId(@Param('id') id: string) {
    return paymentView(orNotFound(await this.store.find(id), 'such payment'));
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
