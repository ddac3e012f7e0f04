import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Adds, Lists, OfId, OnlyOnce, Optionally, Reads } from './api.js';
import { pageQuery } from './query-parameters.js';

/** Store credit and gift cards, which the payments service keeps. */
@ApiTags('credit')
@Controller('v1/credit-accounts')
export class CreditController {
  constructor(private readonly services: Services) {}

  @Post()
  @Adds('Give a customer, or whoever knows a code, credit to pay with', 'OpenCreditAccount', 'CreditAccount', OnlyOnce())
  open(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get()
  @Lists('Credit accounts, newest first', 'CreditAccounts')
  @Optionally(['customer', 'of this customer'], ['code', 'of this code'], ['storeId', 'of this store'], ...pageQuery)
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get(':id')
  @Reads('A credit account, and what is on it', 'CreditAccount')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Post(':id/entries')
  @Adds('Put something on a credit account, or take something off it', 'ChangeCredit', 'CreditEntry', OfId())
  change(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }

  @Get(':id/entries')
  @Reads('The ledger of a credit account, newest first', 'CreditEntries')
  @Optionally(...pageQuery)
  entries(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.payments, request, reply);
  }
}
