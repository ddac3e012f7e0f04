import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Changes, ChangesWithoutBody, Lists, Optionally, Places, Reads } from './api.js';
import { draftsQuery } from './query-parameters.js';

/** Orders before they are placed. */
@ApiTags('drafts')
@Controller('v1/drafts')
export class DraftsController {
  constructor(private readonly services: Services) {}

  @Post()
  @Places('Prepare an order that is not placed yet', 'PlaceOrder', 'Draft')
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get()
  @Lists('Drafts, newest first', 'OrderSummaries')
  @Optionally(['storeId', 'of this store'], ...draftsQuery)
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get(':id')
  @Reads('A draft', 'Draft')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/edits')
  @Changes('Edit lines and amounts of a draft', 'EditOrder', 'Draft')
  edit(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Patch(':id')
  @Changes('Change what a draft says of itself', 'PatchOrder', 'Draft')
  changeDetails(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/quote')
  @ChangesWithoutBody('What tax there would be; nothing is stored', 'DraftQuote')
  quote(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/place')
  @ChangesWithoutBody('Place it: it becomes an order with the same id', 'OrderView', 201)
  place(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }
}
