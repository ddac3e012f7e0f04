import {
  type AllotmentRule,
  AllottedPrice,
  allotmentRules,
  ConsignmentPart,
  type DissolvingReason,
  dissolvingReasons,
  LeftOutShipment,
  MAX_PARTS,
  Obstacle,
  type PartingReason,
  partingReasons,
} from '../consignment.js';
import { defineEvent } from '../define-event.js';
import { IsCount, IsCurrencyCode, IsFlag, IsId, IsLabel, IsList, IsOneOf, IsPart, IsTime, IsUnitAmount, Optional } from '../fields.js';
import { ShipmentPackage } from '../packages.js';
import { Address } from '../parties.js';
import { Tracking } from '../shipping.js';
import { topics } from '../topics.js';

/** Shipments of several orders that are to go with one delivery. */
export class PlannedConsignment {
  @IsId() consignmentId!: string;
  @IsId() storeId!: string;
  @Optional() @IsId() customerId?: string;
  @Optional() @IsPart(() => Address) deliveryAddress?: Address;
  /** Why they go together though they need not; then a part may go elsewhere. */
  @Optional() @IsLabel(500) forcedBecause?: string;
  /** What all of it costs the customers; left out, each part keeps its own price. */
  @Optional() @IsUnitAmount() price?: string;
  @Optional() @IsCurrencyCode() currency?: string;
  @Optional() @IsOneOf(allotmentRules) allotBy?: AllotmentRule;
  @IsList(() => ConsignmentPart, 2, MAX_PARTS) parts!: ConsignmentPart[];
}

export class CombinationPlannedData {
  @IsId() combinationId!: string;
  @IsList(() => PlannedConsignment) consignments!: PlannedConsignment[];
  @IsList(() => LeftOutShipment) leftOut!: LeftOutShipment[];
  /** Whether there are more shipments than one call looks at. */
  @IsFlag() more!: boolean;
}

/** Shipments are to be combined so; the consignments follow. */
export const CombinationPlanned = defineEvent('combination.planned', topics.shipments, CombinationPlannedData);

export class ConsignmentOpenedData extends PlannedConsignment {
  @IsId() number!: string;
}

/** Shipments are to go with one delivery; each is asked to join. */
export const ConsignmentOpened = defineEvent('consignment.opened', topics.shipments, ConsignmentOpenedData);

export class ConsignmentFormedData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
}

/** All its parts have joined. */
export const ConsignmentFormed = defineEvent('consignment.formed', topics.shipments, ConsignmentFormedData);

export class ConsignmentAllottedData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  @IsUnitAmount() price!: string;
  @IsCurrencyCode() currency!: string;
  @IsOneOf(allotmentRules) allotBy!: AllotmentRule;
  /** Whole; they add up to the price. */
  @IsList(() => AllottedPrice, 1, MAX_PARTS) allotted!: AllottedPrice[];
}

/** The price of the whole is shared out; each order is told what its shipment costs. */
export const ConsignmentAllotted = defineEvent('consignment.allotted', topics.shipments, ConsignmentAllottedData);

export class ConsignmentPriceRefusedData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  /** Whose order it is, and why. */
  @IsPart(() => Obstacle) obstacle!: Obstacle;
}

/** An order did not take the price that was allotted to it; its shipment keeps its own. */
export const ConsignmentPriceRefused = defineEvent('consignment.price-refused', topics.shipments, ConsignmentPriceRefusedData);

export class ConsignmentPartRemovedData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  @IsId() shipmentId!: string;
  @IsId() orderId!: string;
  @IsOneOf(partingReasons) because!: PartingReason;
}

/** A shipment goes with it no longer. */
export const ConsignmentPartRemoved = defineEvent('consignment.part-removed', topics.shipments, ConsignmentPartRemovedData);

export class ConsignmentPackedData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  /** All that there are. */
  @IsList(() => ShipmentPackage) packages!: ShipmentPackage[];
}

/** Its packages are these, and no others. */
export const ConsignmentPacked = defineEvent('consignment.packed', topics.shipments, ConsignmentPackedData);

export class ConsignmentSendingData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
}

/** It is to leave the house; each part is claimed on its order. */
export const ConsignmentSending = defineEvent('consignment.sending', topics.shipments, ConsignmentSendingData);

export class ConsignmentNotSentData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  /** The version by which it was to be sent. */
  @IsCount() attempt!: number;
  @IsPart(() => Obstacle) obstacle!: Obstacle;
  /** Of which the claims are given back. */
  @IsList(() => ConsignmentPart) parts!: ConsignmentPart[];
}

/** Something stood against sending it, so nothing of it has left the house. */
export const ConsignmentNotSent = defineEvent('consignment.not-sent', topics.shipments, ConsignmentNotSentData);

export class ConsignmentSentData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  @IsTime() sentAt!: string;
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
}

/** All its parts have left the house. */
export const ConsignmentSent = defineEvent('consignment.sent', topics.shipments, ConsignmentSentData);

export class ConsignmentDeliveredData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  @IsTime() deliveredAt!: string;
}

/** It has reached whom it was sent to. */
export const ConsignmentDelivered = defineEvent('consignment.delivered', topics.shipments, ConsignmentDeliveredData);

export class ConsignmentCancelledData {
  @IsId() consignmentId!: string;
  @IsId() number!: string;
  @IsOneOf(dissolvingReasons) because!: DissolvingReason;
  /** Of a part that could not be had. */
  @Optional() @IsPart(() => Obstacle) obstacle?: Obstacle;
}

/** Its parts go each by itself again. */
export const ConsignmentCancelled = defineEvent('consignment.cancelled', topics.shipments, ConsignmentCancelledData);
