import { IsId, IsLabel, IsList, IsOneOf, IsPart, IsQuantity, IsText, IsUnitAmount, Optional } from '../fields.js';
import { ReceivedItem, type ReturnClosing, type ReturnReason, returnClosings, returnReasons } from '../returns.js';
import { type RefundDestination, refundDestinations } from './move-money.js';
import { DraftLine } from './place-order.js';

/** Pieces of a line that are to come back, and why. */
export class ItemToReturn {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
  @IsOneOf(returnReasons) reasonCode!: ReturnReason;
  @Optional() @IsText(500) comment?: string;
}

/** What the customer gets for what comes back: new lines of the order, which go with a shipment of their own. */
export class Exchange {
  @IsList(() => DraftLine, 1, 100) lines!: DraftLine[];
  /** Of the new shipment; left out, as the last one of the order. */
  @Optional() @IsLabel(64) method?: string;
  @Optional() @IsLabel(64) fulfilmentCentre?: string;
  /** Of the new shipment; left out, it costs nothing. */
  @Optional() @IsUnitAmount() price?: string;
}

/** Pieces that were sent are to come back. */
export class RequestReturn {
  @IsList(() => ItemToReturn, 1, 500) items!: ItemToReturn[];
  /** What is kept of the money; a fee of the order once the return is received. */
  @Optional() @IsUnitAmount() restockingFee?: string;
  /** Where that goes which the return leaves too much of what was taken, when it is received. Left out, people or the store's rules see to that. */
  @Optional() @IsOneOf(refundDestinations) refund?: RefundDestination;
  /** With new lines, it is an exchange. */
  @Optional() @IsPart(() => Exchange) exchange?: Exchange;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsText(2_000) comment?: string;
}

/** What the shipments service asks of an order before a return comes into being: that these pieces were sent and no other return has them. */
export class ClaimReturn extends RequestReturn {
  /** Of the return. */
  @IsId() id!: string;
}

/** The customer may send it back. */
export class ApproveReturn {
  /** In the place of the one that there is. */
  @Optional() @IsUnitAmount() restockingFee?: string;
}

/** It is not taken back. */
export class RefuseReturn {
  @IsLabel(500) reason!: string;
}

/** Nothing comes back after all. */
export class CancelReturn {
  @Optional() @IsLabel(500) reason?: string;
}

/** It has come back: all that ever comes with this return. A line may be named once for each condition. */
export class ReceiveReturn {
  @IsList(() => ReceivedItem, 1, 1_000) items!: ReceivedItem[];
  /** In the place of the one that there is. */
  @Optional() @IsUnitAmount() restockingFee?: string;
  /** In the place of the one that there is. */
  @Optional() @IsOneOf(refundDestinations) refund?: RefundDestination;
}

/** What the shipments service asks of an order when a return has come back: one edit of it, with the new lines of an exchange. */
export class ApplyReturn extends ReceiveReturn {
  /** Of the return's document. */
  @Optional() @IsId() number?: string;
  @Optional() @IsPart(() => Exchange) exchange?: Exchange;
}

/** What the shipments service asks of an order when nothing comes back with a return. */
export class ReleaseReturn {
  @IsOneOf(returnClosings) outcome!: ReturnClosing;
  @Optional() @IsLabel(500) reason?: string;
}
