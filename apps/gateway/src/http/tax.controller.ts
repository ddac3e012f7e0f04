import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Begins, Lists, Optionally, Reads } from './api.js';
import { pageQuery, taxJobsQuery } from './query-parameters.js';

/** What there is with tax providers outside. */
@ApiTags('tax')
@Controller('v1')
export class TaxController {
  constructor(private readonly services: Services) {}

  @Get('orders/:id/tax/exchanges')
  @Reads("What was said with the tax provider about an order's document, newest first", 'TaxExchanges')
  @Optionally(...pageQuery)
  exchanges(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/exchanges/:id')
  @Reads('One exchange with the tax provider, word for word', 'TaxExchangeInFull')
  exchange(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Post('tax/reconciliations')
  @Begins("Our tax documents of a store are compared with the provider's", 'ReconcileTax', 'TaxReconciliation')
  reconcile(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/reconciliations')
  @Lists('Comparisons with tax providers, newest first', 'TaxReconciliations')
  @Optionally(...taxJobsQuery)
  reconciliations(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/reconciliations/:id')
  @Reads('A comparison, and a page of what differs', 'TaxReconciliationInFull')
  @Optionally(...pageQuery)
  reconciliation(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Post('tax/submissions')
  @Begins('The tax provider is told again of some orders', 'SubmitTax', 'TaxSubmission')
  submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/submissions')
  @Lists('Tellings of tax providers, newest first', 'TaxSubmissions')
  @Optionally(...taxJobsQuery)
  submissions(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }

  @Get('tax/submissions/:id')
  @Reads('A telling, and a page of the orders that were skipped or failed', 'TaxSubmissionInFull')
  @Optionally(...pageQuery)
  submission(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.tax, request, reply);
  }
}
