import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Changes, MayStandAgainst, OfId, Optionally, Places, Reads, ReadsFile } from './api.js';
import { changesQuery } from './query-parameters.js';

/** Invoices and credit notes of orders. */
@ApiTags('invoices')
@Controller('v1')
export class InvoicesController {
  constructor(private readonly services: Services) {}

  @Post('orders/:id/invoices')
  @Places('Draft an invoice or a credit note', 'DraftInvoice', 'Invoice', OfId(), MayStandAgainst())
  draft(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('orders/:id/invoices')
  @Reads('The invoices and credit notes of an order', 'Invoices')
  ofOrder(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('invoices/:id')
  @Reads('An invoice or a credit note', 'Invoice')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('invoices/:id/pdf')
  @ReadsFile('An invoice or a credit note to be printed', 'application/pdf')
  pdf(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('invoices/:id/issue')
  @Changes('A draft becomes final and gets its number', 'IssueInvoice', 'Invoice')
  issue(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('invoices/:id/payments')
  @Changes('Money of a payment settles it', 'ApplyPayment', 'Invoice')
  pay(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post('invoices/:id/void')
  @Changes('It counts no more, and keeps its number', 'VoidInvoice', 'Invoice')
  void(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get('invoices/:id/changes')
  @Reads('Who changed what of an invoice, when and why', 'Changes')
  @Optionally(...changesQuery)
  changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }
}
