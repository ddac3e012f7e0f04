import { type AllotmentRule, allotmentRules, MAX_PARTS } from '../consignment.js';
import { IsCount, IsFlag, IsId, IsIds, IsLabel, IsOneOf, IsPart, IsText, IsTime, IsUnitAmount, Optional } from '../fields.js';

/** Shipments of one customer to one address that were opened on one day, UTC. */
export class CombineRule {
  @IsId() storeId!: string;
  /** Opened not before this moment, which is when their orders were placed. */
  @IsTime() from!: string;
  @IsTime() to!: string;
  /** Of one customer alone. */
  @Optional() @IsId() customerId?: string;
}

/** Shipments of several orders go with one delivery: those that are named, or all that a rule finds. */
export class CombineShipments {
  @Optional() @IsIds(2, MAX_PARTS) shipmentIds?: string[];
  @Optional() @IsPart(() => CombineRule) rule?: CombineRule;
  /** Of each delivery; left out, each shipment keeps its own. */
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsOneOf(allotmentRules) allotBy?: AllotmentRule;
  /** Whatever addresses the named shipments have; then `reason` says why. */
  @Optional() @IsFlag() force?: boolean;
  @Optional() @IsLabel(500) reason?: string;
}

/** What the delivery costs is shared out anew over the parts that it has now. */
export class PriceConsignment {
  @IsUnitAmount() price!: string;
  @IsOneOf(allotmentRules) allotBy!: AllotmentRule;
}

export class RemoveParts {
  @IsIds(1, MAX_PARTS) shipmentIds!: string[];
  @Optional() @IsText(500) reason?: string;
}

export class CancelConsignment {
  @IsLabel(500) reason!: string;
}

/** What the shipments service asks of an order for a part of a consignment: that it costs this. */
export class AllotShipmentPrice {
  @IsId() shipmentId!: string;
  @IsUnitAmount() price!: string;
  @IsId() consignmentId!: string;
  @IsId() consignmentNumber!: string;
  /** The version of the consignment that allotted it: a repeat changes nothing. */
  @IsCount() allotment!: number;
}

/** A claim is given back, unless a later sending of the consignment has taken it over. */
export class ReleaseClaim {
  /** Of the shipment. */
  @IsId() id!: string;
  @IsId() consignmentId!: string;
  @IsCount() attempt!: number;
}
