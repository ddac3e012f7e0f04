import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../services.js';
import { Changes, Combines, Lists, Optionally, Reads, ReadsFile } from './api.js';
import { changesQuery, consignmentsQuery, languageQuery } from './query-parameters.js';

/** Deliveries of shipments of several orders. */
@ApiTags('consignments')
@Controller('v1')
export class ConsignmentsController {
  constructor(private readonly services: Services) {}

  @Post('shipments/combine')
  @Combines('Shipments of several orders go with one delivery each', 'CombineShipments', 'CombinedShipments')
  @Optionally(['preview', '`true`: nothing is stored'])
  combine(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('consignments')
  @Lists('Consignments, newest first', 'ConsignmentSummaries')
  @Optionally(...consignmentsQuery)
  find(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('consignments/:id')
  @Reads('A consignment, with what its shipments hold', 'Consignment')
  byId(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('consignments/:id/packing-slip')
  @ReadsFile('What lies in a consignment, to be printed', 'application/pdf')
  @Optionally(...languageQuery)
  packingSlip(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Get('consignments/:id/changes')
  @Reads('Who changed what of a consignment, when and why', 'Changes')
  @Optionally(...changesQuery)
  changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('consignments/:id/price')
  @Changes('What it costs is shared out anew over its orders', 'PriceConsignment', 'Consignment')
  price(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('consignments/:id/packages')
  @Changes('A consignment is packed so: all its packages, in the place of those that there were', 'PackShipment', 'Consignment')
  pack(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('consignments/:id/send')
  @Changes('A consignment leaves the house, with all its shipments', 'SendShipment', 'Consignment')
  send(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('consignments/:id/deliver')
  @Changes('A consignment has arrived, with all its shipments', 'DeliverShipment', 'Consignment')
  deliver(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('consignments/:id/parts/remove')
  @Changes('Shipments go by themselves again', 'RemoveParts', 'Consignment')
  removeParts(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }

  @Post('consignments/:id/cancel')
  @Changes('All its shipments go by themselves again', 'CancelConsignment', 'Consignment')
  cancel(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.services.forward(this.services.shipments, request, reply);
  }
}
