import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApplyPayment, DraftInvoice, IssueInvoice, VoidInvoice } from '#contracts/commands/invoice-order.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import { storeFor } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pdfHeaders } from '#platform/http/pdf-headers.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import type { Invoice, InvoiceEvent } from '../domain/invoice.js';
import { InvoicesService } from '../invoices.service.js';
import { invoiceLayout } from '../pdf/invoice-layout.js';
import { invoiceAggregate } from '../storage/invoice.schema.js';

const documentOf = documentView<Invoice, 'invoiceId'>('invoiceId');

/** An invoice as clients see it; its turns serve the service alone. */
function invoiceView(invoice: Stored<Invoice>) {
  const { turns: _, ...view } = documentOf(invoice);
  return view;
}

@Controller('v1')
export class InvoicesController {
  constructor(
    private readonly invoices: InvoicesService,
    @Inject(storeFor(invoiceAggregate)) private readonly store: AggregateStore<Invoice, InvoiceEvent>,
    private readonly printer: PdfPrinter,
  ) {}

  @Post('orders/:orderId/invoices')
  async draft(
    @Param('orderId') orderId: string,
    @Body(validated(DraftInvoice)) draft: DraftInvoice,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const drafted = orThrow(await this.invoices.draft(orderId, draft, idempotent(context, draft)));
    reply.header('location', `/v1/invoices/${drafted.id}`);
    return answer(reply, drafted);
  }

  /** Oldest first, the void ones among them. */
  @Get('orders/:orderId/invoices')
  async ofOrder(@Param('orderId') orderId: string) {
    const invoices = await this.store.listBy('orderId', orderId);
    return { items: invoices.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime()).map(invoiceView) };
  }

  @Get('invoices/:id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(reply, orNotFound(await this.store.find(id), 'such invoice'));
  }

  @Get('invoices/:id/pdf')
  async pdf(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const invoice = orNotFound(await this.store.find(id), 'such invoice');
    const pdf = await this.printer.print(invoiceLayout(invoice.state));
    reply.headers(pdfHeaders(invoice));
    return pdf;
  }

  /** A draft becomes final and gets its number. */
  @Post('invoices/:id/issue')
  @HttpCode(200)
  async issue(
    @Param('id') id: string,
    @Body(validated(IssueInvoice)) command: IssueInvoice,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.invoices.issue(id, command, idempotent(conditional(context), command))));
  }

  /** Money of a payment settles it. */
  @Post('invoices/:id/payments')
  @HttpCode(200)
  async pay(
    @Param('id') id: string,
    @Body(validated(ApplyPayment)) command: ApplyPayment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.invoices.pay(id, command, idempotent(conditional(context), command))));
  }

  /** It counts no more, and keeps its number. */
  @Post('invoices/:id/void')
  @HttpCode(200)
  async void(
    @Param('id') id: string,
    @Body(validated(VoidInvoice)) command: VoidInvoice,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.invoices.void(id, command.reason, idempotent(conditional(context), command))));
  }

  /** Who changed what, when and why, oldest first. */
  @Get('invoices/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such invoice');
    return changesPage(this.store.history, id, query);
  }
}

function answer(reply: FastifyReply, invoice: Stored<Invoice>) {
  setDocumentHeaders(reply, invoice);
  return invoiceView(invoice);
}
