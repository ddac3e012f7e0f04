import { Allow } from 'class-validator';
import { IsText, keywords, Optional } from '../fields.js';
import type { EditableDetails } from '../order-details.js';

/** The names of all that can be changed of an order without a change of any amount but tax. */
export const detailNames = [
  'status',
  'channel',
  'externalId',
  'purchaseOrderNumber',
  'subscriptionId',
  'customer',
  'organisation',
  'employee',
  'language',
  'promisedOn',
  'expectedOn',
  'comment',
  'addresses',
  'attributes',
] as const satisfies (keyof EditableDetails)[];

/** A JSON merge patch (RFC 7396) of an order: what it makes of the order is checked, not the patch itself; `reason` says why. */
export class PatchOrder {
  @Optional() @IsText(500) reason?: string;
}

for (const name of detailNames) {
  Allow()(PatchOrder.prototype, name);
  // What it makes of the order is what is checked; until then it must only be harmless.
  keywords({ 'x-depth': 5, 'x-expected': 'must not be nested so deep' })(PatchOrder.prototype, name);
  Optional()(PatchOrder.prototype, name);
}
