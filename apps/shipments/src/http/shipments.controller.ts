import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PackShipment, PatchShipment, SetShipmentStatus } from '#contracts/commands/prepare-shipment.js';
import { DeliverShipment, SendShipment } from '#contracts/commands/send-shipment.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import { STORES, type Stores } from '#platform/document-service.module.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { setDocumentHeaders } from '#platform/http/document-headers.js';
import { pageOf } from '#platform/http/page.js';
import { pdfHeaders } from '#platform/http/pdf-headers.js';
import { orNotFound, orThrow, validated } from '#platform/http/problem.js';
import { Context, conditional, idempotent, type RequestContext } from '#platform/http/request-context.js';
import { PdfPrinter } from '#platform/pdf/pdf-printer.js';
import { storeOf } from '#platform/stores.js';
import type { Shipment, ShipmentEvent } from '../domain/shipment.js';
import { packedShipment, packingSlipLayout } from '../pdf/packing-slip-layout.js';
import { ShipmentsService } from '../shipments.service.js';
import { ShipmentList } from '../storage/shipment-list.js';
import { PackingSlipQuery, ShipmentsQuery } from './shipment.queries.js';

const documentOf = documentView<Shipment, 'shipmentId'>('shipmentId');

/** A shipment as clients see it; which consignments it has left serves the service alone. */
function shipmentView(shipment: Stored<Shipment>) {
  const { leftConsignments: _, ...view } = documentOf(shipment);
  return view;
}

@Controller('v1')
export class ShipmentsController {
  constructor(
    private readonly shipments: ShipmentsService,
    @Inject(AggregateStore) private readonly store: AggregateStore<Shipment, ShipmentEvent>,
    private readonly list: ShipmentList,
    @Inject(STORES) private readonly stores: Stores,
    private readonly printer: PdfPrinter,
  ) {}

  /** Newest first. */
  @Get('shipments')
  find(@Query(validated(ShipmentsQuery)) { limit, cursor, count, ...conditions }: ShipmentsQuery) {
    return pageOf(
      { limit, cursor, count },
      {
        find: (size, after) => this.list.find(conditions, size, after),
        cursorOf: ({ createdAt, id }) => [createdAt, id],
        count: () => this.list.count(conditions),
      },
    );
  }

  @Get('orders/:orderId/shipments')
  async ofOrder(@Param('orderId') orderId: string) {
    const shipments = await this.store.listBy('orderId', orderId);
    return { items: shipments.map(shipmentView) };
  }

  @Get('shipments/:id')
  async byId(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(reply, orNotFound(await this.store.find(id), 'such shipment'));
  }

  @Get('shipments/:id/packing-slip')
  async packingSlip(
    @Param('id') id: string,
    @Query(validated(PackingSlipQuery)) { language }: PackingSlipQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const shipment = orNotFound(await this.store.find(id), 'such shipment');
    const pdf = await this.printer.print(
      packingSlipLayout(packedShipment(shipment.state), storeOf(this.stores, shipment.state.storeId), language),
    );
    reply.headers(pdfHeaders(shipment));
    return pdf;
  }

  /** A JSON merge patch of what people say of it; `reason` beside it is why. */
  @Patch('shipments/:id')
  async changeDetails(
    @Param('id') id: string,
    @Body(validated(PatchShipment)) { reason, ...patch }: PatchShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const change = { ...idempotent(conditional(context), { ...patch, reason }), ...(reason !== undefined && { reason }) };
    return answer(reply, orThrow(await this.shipments.changeDetails(id, patch, change)));
  }

  /** How far the warehouse has come with it. */
  @Post('shipments/:id/status')
  @HttpCode(200)
  async setStatus(
    @Param('id') id: string,
    @Body(validated(SetShipmentStatus)) change: SetShipmentStatus,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.shipments.setStatus(id, change, idempotent(conditional(context), change))));
  }

  /** All its packages. */
  @Post('shipments/:id/packages')
  @HttpCode(200)
  async pack(
    @Param('id') id: string,
    @Body(validated(PackShipment)) packing: PackShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.shipments.pack(id, packing, idempotent(conditional(context), packing))));
  }

  /** It has left the house. */
  @Post('shipments/:id/send')
  @HttpCode(200)
  async send(
    @Param('id') id: string,
    @Body(validated(SendShipment)) sending: SendShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.shipments.send(id, sending, idempotent(conditional(context), sending))));
  }

  /** It has reached whom it was sent to. */
  @Post('shipments/:id/deliver')
  @HttpCode(200)
  async deliver(
    @Param('id') id: string,
    @Body(validated(DeliverShipment)) delivery: DeliverShipment,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, orThrow(await this.shipments.deliver(id, delivery, idempotent(conditional(context), delivery))));
  }

  /** Who changed what, when and why, oldest first. */
  @Get('shipments/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such shipment');
    return changesPage(this.store.history, id, query);
  }
}

function answer(reply: FastifyReply, shipment: Stored<Shipment>) {
  setDocumentHeaders(reply, shipment);
  return shipmentView(shipment);
}
