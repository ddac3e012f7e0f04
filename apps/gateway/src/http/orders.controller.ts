import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PlaceOrder } from '#contracts/commands/place-order.js';
import { validated } from '#platform/http/problem.js';
import { Context, type RequestContext } from '#platform/http/request-context.js';
import { Services } from '../services.js';
import { Places, Reads } from './api.js';

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly services: Services) {}

  /** Checked here already, so that what is malformed costs the services nothing. */
  @Post()
  @Places('Place an order', 'PlaceOrder', 'OrderView')
  place(
    @Body(validated(PlaceOrder)) _draft: PlaceOrder,
    @Context() _context: RequestContext,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get('number/:number')
  @Reads('An order by its number', 'OrderView', 'number')
  byNumber(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get('external/:externalId')
  @Reads("An order by the ERP's own id", 'OrderView', 'externalId')
  byExternalId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get(':id')
  @Reads('An order, with a summary of all its documents', 'OrderView')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }
}
