import { Controller, Get, Inject, Param } from '@nestjs/common';
import { AggregateStore } from '#platform/aggregate-store.js';
import { documentView } from '#platform/http/document.view.js';
import { orNotFound } from '#platform/http/problem.js';
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
}
