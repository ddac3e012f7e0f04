import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Places, Reads } from './api.js';

@ApiTags('orders')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly services: Services) {}

  @Post()
  @Places('Place an order', 'PlaceOrder', 'OrderView')
  place(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
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
