import { Controller, Get, Post, Put, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Changes, Lists, Optionally, Reads, Tells } from './api.js';
import { changesQuery, fulfilmentOrdersQuery, stocksQuery } from './query-parameters.js';

/** Stocks, and what locations are to ship of them. */
@ApiTags('fulfilment')
@Controller('v1')
export class FulfilmentController {
  constructor(private readonly services: Services) {}

  @Get('stock')
  @Lists('Stocks, by product and location', 'Stocks')
  @Optionally(...stocksQuery)
  stocks(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('stock/:location/:sku')
  @Reads('A stock', 'Stock', 'location')
  @ApiParam({ name: 'sku', schema: { type: 'string' } })
  stock(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Put('stock/:location/:sku')
  @Tells('How many pieces of a product a location has, as somebody counted', 'SetStock', 'Stock')
  setStock(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('stock/:location/:sku/changes')
  @Reads('Who changed what of a stock, when and why', 'Changes', 'location')
  @ApiParam({ name: 'sku', schema: { type: 'string' } })
  @Optionally(...changesQuery)
  stockChanges(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('fulfilment-orders')
  @Lists('Fulfilment orders, newest first', 'FulfilmentOrderSummaries')
  @Optionally(...fulfilmentOrdersQuery)
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('orders/:id/fulfilment-orders')
  @Reads('The fulfilment orders of an order', 'FulfilmentOrders')
  ofOrder(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('fulfilment-orders/:id')
  @Reads('A fulfilment order', 'FulfilmentOrder')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('fulfilment-orders/:id/changes')
  @Reads('Who changed what of a fulfilment order, when and why', 'Changes')
  @Optionally(...changesQuery)
  changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('fulfilment-orders/:id/accept')
  @Changes('Its location will ship it', 'AcceptFulfilment', 'FulfilmentOrder')
  accept(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('fulfilment-orders/:id/reject')
  @Changes('Its location will not ship it', 'RejectFulfilment', 'FulfilmentOrder')
  reject(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('fulfilment-orders/:id/move')
  @Changes('It is to be shipped from another location', 'MoveFulfilment', 'FulfilmentOrder')
  move(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('fulfilment-orders/:id/hold')
  @Changes('It must not leave for now', 'HoldFulfilment', 'FulfilmentOrder')
  hold(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('fulfilment-orders/:id/release')
  @Changes('It is held no longer', 'ReleaseFulfilment', 'FulfilmentOrder')
  release(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('fulfilment-orders/:id/schedule')
  @Changes('It must not leave before a moment', 'ScheduleFulfilment', 'FulfilmentOrder')
  schedule(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }
}
