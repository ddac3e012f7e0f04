import { Inject, Injectable } from '@nestjs/common';
import type { StockPlace } from '#contracts/commands/set-stock.js';
import { isRefusal } from '#contracts/refusals.js';
import { isUnsent } from '#contracts/shipping.js';
import type { Stored } from '#platform/aggregate-document.js';
import { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow, ProblemError } from '#platform/http/problem.js';
import { Unavailable } from '#platform/outage.js';
import { storeOf } from '#platform/stores.js';
import { followLocation } from './domain/follow-location.js';
import { followShipment, givesBack } from './domain/follow-shipment.js';
import { type FulfilmentEvent, type FulfilmentOrder, fulfilmentOrderIdOf, isOpen } from './domain/fulfilment-order.js';
import { noteReservations } from './domain/note-reservations.js';
import { type Parcel, planParcels } from './domain/plan-parcels.js';
import { reserveStock } from './domain/reserve-stock.js';
import { routeFulfilment } from './domain/route-fulfilment.js';
import { sendStock } from './domain/send-stock.js';
import type { Shipment, ShipmentEvent } from './domain/shipment.js';
import { restOf, type Stock, type StockEvent, stockIdOf } from './domain/stock.js';
import { OrderSplits } from './order-splits.js';
import { fulfilmentNumbers, sourcingOf } from './policies.js';
import { fulfilmentOrderAggregate } from './storage/fulfilment-order.schema.js';
import { stockAggregate } from './storage/stock.schema.js';
import { Stocks } from './storage/stocks.js';

/**
 * Keeps fulfilment orders as their shipments are, and stocks as fulfilment orders want it. Everything here compares what is with what should be
 * and writes the difference, so it may be repeated from anywhere; each write has an event that leads back here, so whoever was late or died
 * between two writes is made up for.
 */
@Injectable()
export class FulfilmentFollower {
  constructor(
    @Inject(AggregateStore) private readonly shipments: AggregateStore<Shipment, ShipmentEvent>,
    @Inject(storeFor(fulfilmentOrderAggregate)) private readonly orders: AggregateStore<FulfilmentOrder, FulfilmentEvent>,
    @Inject(storeFor(stockAggregate)) private readonly stocks: AggregateStore<Stock, StockEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly list: Stocks,
    private readonly splits: OrderSplits,
  ) {}

  /** A shipment was opened: where its store has a policy, it gets its fulfilment order. */
  async open(shipmentId: string, storeId: string, context: ChangeContext): Promise<void> {
    if (sourcingOf(storeOf(this.stores, storeId))) await this.#follow(shipmentId, storeId, context);
  }

  /** A shipment changed, and with it what its fulfilment order is to ship, if it has one. */
  async follow(shipmentId: string, context: ChangeContext): Promise<void> {
    const found = await this.orders.find(fulfilmentOrderIdOf(shipmentId));
    if (!found) return;
    // What another shipment of the order takes over must be asked for before it is given back, so that nobody else gets it in between.
    const shipment = await this.shipments.find(shipmentId);
    if (shipment && isOpen(found.state) && givesBack(found.state, shipment.state)) {
      for (const { state } of await this.shipments.listBy('orderId', found.state.orderId)) {
        if (state.shipmentId !== shipmentId && isUnsent(state.status)) await this.#follow(state.shipmentId, state.storeId, context);
      }
    }
    await this.#follow(shipmentId, found.state.storeId, context);
  }

  async #follow(shipmentId: string, storeId: string, context: ChangeContext): Promise<void> {
    const shipment = await this.shipments.find(shipmentId);
    if (!shipment) throw new Error(`there is no shipment ${shipmentId}`);
    const id = fulfilmentOrderIdOf(shipmentId);
    const known = await this.orders.find(id);
    const number = known?.state.number ?? (await this.numbers.next(fulfilmentNumbers(storeOf(this.stores, storeId)), new Date()));
    orThrow(await this.orders.change(id, (order) => followShipment(order, shipment.state, number), context));
    await this.settle(id, context);
  }

  /** Chooses a location where there is none, has the stocks as the fulfilment order wants them, and notes on it what it got; until nothing is left to do. */
  async settle(id: string, context: ChangeContext): Promise<void> {
    for (;;) {
      const found = await this.orders.find(id);
      if (!found) throw new Error(`there is no fulfilment order ${id}`);
      const { state: order, version } = found;
      const parcels = await this.#plan(order);
      // What is split off leaves it by an event of its shipment, and then it is planned again.
      if (parcels.length > 1 && (await this.#split(found, parcels.slice(1), context))) return;
      const [parcel] = parcels;
      if (parcel) {
        orThrow(await this.orders.change(id, (now) => routeFulfilment(now as FulfilmentOrder, parcel.location), context));
        continue;
      }
      await this.#tellShipment(order, context);
      const stocks = await this.#reserve(order, context);
      // Of an order that has changed meanwhile, nothing of this is right any more.
      const noted = orThrow(
        await this.orders.change(id, (now, at) => (at === version ? noteReservations(now as FulfilmentOrder, stocks) : []), context),
      );
      if (noted.version === version) return;
    }
  }

  /** Where it is to be shipped from, where that is not known and the store has a strategy for it; else nothing. */
  async #plan(order: FulfilmentOrder): Promise<Parcel[]> {
    const sourcing = sourcingOf(storeOf(this.stores, order.storeId));
    if (!sourcing || !isOpen(order) || order.location !== undefined || order.lines.length === 0) return [];
    const places = sourcing.locations.flatMap((location) => order.lines.map(({ sku }) => ({ location, sku })));
    const states = await this.stocks.peek(places.map(stockIdOf), ['onHand', 'lines', 'left']);
    const available = (location: string, sku: string) => {
      const stock = states.get(stockIdOf({ location, sku }));
      return stock ? restOf(stock) : 0;
    };
    const rejected = order.rejections.map(({ location }) => location);
    return planParcels(sourcing, order.lines, rejected, available);
  }

  /** Whether its order has given these parcels shipments of their own. The key is that of the lines that it has, so that they are split once. */
  async #split({ state, version }: Stored<FulfilmentOrder>, parcels: readonly Parcel[], context: ChangeContext): Promise<boolean> {
    const { fulfilmentOrderId, orderId, shipmentId } = state;
    const reason = `${parcels.map(({ location }) => location).join(' and ')} ships a part of it`;
    try {
      await this.splits.split({ orderId, shipmentId, key: `fulfilment:${fulfilmentOrderId}:${version}`, reason }, parcels, context);
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.problem.status >= 500) throw new Unavailable('the orders service', { cause: error });
      // The order knows better by now, and will say so.
      return false;
    }
  }

  /** Its shipment says where it is shipped from. */
  async #tellShipment({ shipmentId, location, ...order }: FulfilmentOrder, context: ChangeContext): Promise<void> {
    if (location === undefined || !isOpen(order)) return;
    orThrow(await this.shipments.change(shipmentId, (shipment) => followLocation(shipment as Shipment, location), context));
  }

  /** The stocks of its products at its location, after they have reserved or sent what it says, and those of other places have got back what they had reserved. */
  async #reserve(order: FulfilmentOrder, context: ChangeContext): Promise<Stock[]> {
    const wanted = new Map<string, StockPlace>();
    const { location, status } = order;
    if (location !== undefined && status !== 'Cancelled') {
      for (const { sku } of order.lines) wanted.set(stockIdOf({ location, sku }), { location, sku });
    }
    const found = new Map((await this.list.concerning(order.fulfilmentOrderId, [...wanted.keys()])).map((stock) => [stock.stockId, stock]));
    const stocks: Stock[] = [];
    for (const [stockId, place] of new Map<string, StockPlace>([...found, ...wanted])) {
      const decide = this.#decision(order, place, wanted.has(stockId));
      const known = found.get(stockId);
      const decided = known && decide(known);
      if (known && decided && !isRefusal(decided) && decided.length === 0) stocks.push(known);
      else stocks.push(orThrow(await this.stocks.change(stockId, decide, context)).state);
    }
    return stocks;
  }

  #decision(order: FulfilmentOrder, place: StockPlace, isWanted: boolean) {
    const now = new Date();
    const { fulfilmentOrderId, sentAt } = order;
    const lines = isWanted ? order.lines.filter(({ sku }) => sku === place.sku) : [];
    const pieces = lines.map(({ orderId, lineId, quantity }) => ({ orderId, lineId, quantity }));
    if (order.status === 'Closed' && isWanted && sentAt !== undefined) {
      return (stock: Stock | null) =>
        sendStock(
          stock,
          place,
          fulfilmentOrderId,
          pieces.map((each) => ({ ...each, sentAt })),
        );
    }
    return (stock: Stock | null) => reserveStock(stock, place, fulfilmentOrderId, pieces, now);
  }
}
