import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Optionally, Reads } from './api.js';
import { pageQuery } from './query-parameters.js';

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
}
