import { IsText, Optional } from '../fields.js';
import { patches } from '../merge-patch.js';
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

patches(PatchOrder, detailNames);
