import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { AggregateStore } from '#platform/aggregate-store.js';
import { ChangesOf, changesPage } from '#platform/http/changes.js';
import { documentView } from '#platform/http/document.view.js';
import { orNotFound, validated } from '#platform/http/problem.js';
import type { Shipment, ShipmentEvent } from '../domain/shipment.js';

const shipmentView = documentView<Shipment, 'shipmentId'>('shipmentId');

@Controller('v1')
export class ShipmentsController {
  constructor(@Inject(AggregateStore) private readonly store: AggregateStore<Shipment, ShipmentEvent>) {}

  @Get('orders/:orderId/shipments')
  async ofOrder(@Param('orderId') orderId: string) {
    const shipments = await this.store.listBy('items.orderId', orderId);
    return { items: shipments.map(shipmentView) };
  }

  @Get('shipments/:id')
  async byId(@Param('id') id: string) {
    return shipmentView(orNotFound(await this.store.find(id), 'such shipment'));
  }

  /** Who changed what, when and why, oldest first. */
  @Get('shipments/:id/changes')
  async changes(@Param('id') id: string, @Query(validated(ChangesOf)) query: ChangesOf) {
    orNotFound(await this.store.find(id), 'such shipment');
    return changesPage(this.store.history, id, query);
  }
}
