import { Injectable } from '@nestjs/common';
import type { CombineRule } from '#contracts/commands/combine-shipments.js';
import { settledShipmentStatuses } from '#contracts/shipping.js';
import type { AggregateDocument } from '#platform/aggregate-document.js';
import { Database } from '#platform/database.js';
import { within } from '#platform/list-conditions.js';
import type { Candidate } from '../domain/plan-consignments.js';
import type { Shipment } from '../domain/shipment.js';
import { shipmentAggregate } from './shipment.schema.js';

/** The shipments that a rule may combine: still in the house, and each by itself. */
@Injectable()
export class CombinableShipments {
  constructor(private readonly database: Database) {}

  /** At most so many, the oldest first. */
  async find({ storeId, from, to, customerId }: CombineRule, limit: number): Promise<Candidate[]> {
    const documents = await this.database
      .collection<AggregateDocument<Shipment> & { _id: string }>(shipmentAggregate.collection)
      .find({
        'state.storeId': storeId,
        ...within('createdAt', new Date(from), new Date(to)),
        'state.status': { $nin: [...settledShipmentStatuses] },
        'state.consignmentId': { $exists: false },
        ...(customerId !== undefined && { 'state.customerId': customerId }),
      } as object)
      .sort({ createdAt: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return documents.map(({ state, createdAt }) => ({ shipment: state, createdAt }));
  }
}
