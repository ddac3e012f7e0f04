import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Changes, Lists, MayStandAgainst, OfId, Optionally, Places, Reads } from './api.js';
import { changesQuery, returnsQuery } from './query-parameters.js';

const previewing = ['preview', '`true` changes nothing and answers what receiving it whole would do, as a ReturnPreview'] as const;
const previewed = { 'application/json': { schema: { $ref: '#/components/schemas/ReturnPreview' } } };

/** What comes back of orders. */
@ApiTags('returns')
@Controller('v1')
export class ReturnsController {
  constructor(private readonly services: Services) {}

  @Post('orders/:id/returns')
  @Places(
    'Pieces that were sent are to come back, perhaps for new lines; or preview it',
    'RequestReturn',
    'Return',
    OfId(),
    MayStandAgainst(),
  )
  @Optionally(previewing)
  @ApiResponse({ status: 200, description: 'Previewed', content: previewed })
  request(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('orders/:id/returns')
  @Reads('The returns of an order', 'Returns')
  ofOrder(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('returns')
  @Lists('Returns, newest first', 'ReturnSummaries')
  @Optionally(...returnsQuery)
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('returns/:id/changes')
  @Reads('Who changed what of a return, when and why', 'Changes')
  @Optionally(...changesQuery)
  changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('returns/:id')
  @Reads('A return', 'Return')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('returns/:id/approve')
  @Changes('The customer may send it back', 'ApproveReturn', 'Return')
  approve(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('returns/:id/refuse')
  @Changes('It is not taken back', 'RefuseReturn', 'Return')
  refuse(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('returns/:id/receive')
  @Changes('It has come back: the order is edited', 'ReceiveReturn', 'Return')
  receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('returns/:id/cancel')
  @Changes('Nothing comes back after all', 'CancelReturn', 'Return')
  cancel(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }
}
