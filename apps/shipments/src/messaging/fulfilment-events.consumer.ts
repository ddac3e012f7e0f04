import { Controller } from '@nestjs/common';
import {
  FulfilmentCancelled,
  FulfilmentChanged,
  FulfilmentClosed,
  FulfilmentMoved,
  FulfilmentOpened,
  FulfilmentRejected,
  FulfilmentRouted,
} from '#contracts/events/fulfilment.js';
import { StockReserved, StockSent, StockTold } from '#contracts/events/stock.js';
import { followingFrom } from '#platform/change-context.js';
import type { Received } from '#platform/kafka/cloud-event.js';
import { On } from '#platform/kafka/kafka-transport.js';
import { FulfilmentFollower } from '../fulfilment-follower.js';

/** The service follows its own topic: what one of its documents says must be done with another is done when the event comes, however often. */
@Controller()
export class FulfilmentEventsConsumer {
  constructor(private readonly follower: FulfilmentFollower) {}

  @On(StockTold)
  async stockTold(event: Received<typeof StockTold>): Promise<void> {
    await this.#settle(event);
  }

  @On(StockReserved)
  async stockReserved(event: Received<typeof StockReserved>): Promise<void> {
    await this.#settle(event);
  }

  @On(StockSent)
  async stockSent(event: Received<typeof StockSent>): Promise<void> {
    await this.#settle(event);
  }

  @On(FulfilmentOpened)
  async opened(event: Received<typeof FulfilmentOpened>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  @On(FulfilmentChanged)
  async changed(event: Received<typeof FulfilmentChanged>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  @On(FulfilmentRouted)
  async routed(event: Received<typeof FulfilmentRouted>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  @On(FulfilmentMoved)
  async moved(event: Received<typeof FulfilmentMoved>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  @On(FulfilmentRejected)
  async rejected(event: Received<typeof FulfilmentRejected>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  @On(FulfilmentClosed)
  async closed(event: Received<typeof FulfilmentClosed>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  @On(FulfilmentCancelled)
  async cancelled(event: Received<typeof FulfilmentCancelled>): Promise<void> {
    await this.follower.settle(event.subject, followingFrom(event, 'shipments'));
  }

  /** Those of which a stock has something else, or who wait for something else. */
  async #settle(event: Received<typeof StockTold | typeof StockReserved | typeof StockSent>): Promise<void> {
    const ids = new Set(event.data.lines.map(({ fulfilmentOrderId }) => fulfilmentOrderId));
    for (const id of ids) await this.follower.settle(id, followingFrom(event, 'shipments'));
  }
}
