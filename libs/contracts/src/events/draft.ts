import { defineEvent } from '../define-event.js';
import { IsId, IsPart, IsTime } from '../fields.js';
import { PlacedOrder } from '../order.js';
import { topics } from '../topics.js';
import { OrderDetailsChangedData, OrderEditedData } from './order.js';

export class DraftCreatedData {
  @IsId() orderId!: string;
  /** The order as it would be placed, under the draft's own number. */
  @IsPart(() => PlacedOrder) draft!: PlacedOrder;
  @IsTime() expiresAt!: string;
}

/** An order is prepared and not placed yet; `order.placed` follows, under the same id, or nothing. */
export const DraftCreated = defineEvent('draft.created', topics.orders, DraftCreatedData);

export class DraftEditedData {
  @IsId() orderId!: string;
  @IsPart(() => OrderEditedData) edit!: OrderEditedData;
  @IsTime() expiresAt!: string;
}

/** Lines or amounts of a draft changed. */
export const DraftEdited = defineEvent('draft.edited', topics.orders, DraftEditedData);

export class DraftDetailsChangedData {
  @IsId() orderId!: string;
  @IsPart(() => OrderDetailsChangedData) change!: OrderDetailsChangedData;
  @IsTime() expiresAt!: string;
}

/** What a draft says of itself beside lines and amounts changed. */
export const DraftDetailsChanged = defineEvent('draft.details-changed', topics.orders, DraftDetailsChangedData);
