import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { paymentStatuses } from '#contracts/order.js';
import { Services } from '../services.js';
import { Changes, Computes, Lists, Optionally, Places, Reads } from './api.js';
import { changesQuery, draftsQuery } from './query-parameters.js';

const previewing = ['preview', '`true` changes nothing and answers what the edit would do, as an EditPreview'] as const;

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly services: Services) {}

  @Post()
  @Places('Place an order', 'PlaceOrder', 'OrderView')
  place(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get()
  @Lists('Orders, newest first', 'OrderSummaries')
  @Optionally(
    ['storeId', 'of this store'],
    ['status', 'in this status'],
    ['paymentStatus', `paid so far: ${paymentStatuses.map((status) => `\`${status}\``).join(', ')}`],
    ['shipmentStatus', 'sent so far: `NotSent`, `PartiallySent`, `Sent`, `PartiallyDelivered`, `Delivered`, `Returned`'],
    ...draftsQuery,
  )
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post('calculate')
  @Computes('All amounts of an order that is not placed', 'PlaceOrder', 'CalculatedOrder')
  calculate(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/edits')
  @Changes('Edit lines and amounts, all or nothing; or preview it', 'EditOrder', ['OrderView', 'EditPreview'], Optionally(previewing))
  edit(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Patch(':id')
  @Changes('Change what an order says of itself, by a JSON merge patch', 'PatchOrder', 'OrderView')
  changeDetails(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/cancel')
  @Changes('Cancel the whole order', 'CancelOrder', 'OrderView')
  cancel(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/shipments')
  @Changes('One more shipment is asked for', 'NewShipment', 'OrderView')
  addShipment(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/payments')
  @Changes('One more payment is asked for', 'AddPayment', 'OrderView')
  addPayment(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/holds')
  @Changes('Hold an order, or one of its lines', 'PlaceHold', 'OrderView')
  placeHold(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Post(':id/holds/:holdId/release')
  @Changes('Release a hold', 'ReleaseHold', 'OrderView', ApiParam({ name: 'holdId', schema: { type: 'string' } }))
  releaseHold(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }

  @Get(':id/changes')
  @Reads('Who changed what, when and why, oldest first', 'Changes')
  @Optionally(...changesQuery)
  changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
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
  @Optionally(['version', 'as it was at this version'], ['at', 'as it was at this moment, RFC 3339'])
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.orders, request, reply);
  }
}
