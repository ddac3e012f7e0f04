import { CarrierReport } from '../carrier-report.js';
import { defineEvent } from '../define-event.js';
import {
  IsAmount,
  IsCurrencyCode,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsPart,
  IsQuantity,
  IsRate,
  IsTime,
  IsUnitAmount,
  Optional,
} from '../fields.js';
import { PackageContent, ShipmentPackage } from '../packages.js';
import { Address } from '../parties.js';
import { ShipmentDetails, ShipmentWishes } from '../shipment-details.js';
import { Tracking } from '../shipping.js';
import { topics } from '../topics.js';

/** A part of an order's line in a shipment; a shipment may hold lines of several orders. */
export class ShippedItem {
  @IsId() orderId!: string;
  @IsId() lineId!: string;
  @IsLabel(64) sku!: string;
  @IsLabel(500) name!: string;
  @IsQuantity() quantity!: number;
}

export class ShipmentOpenedData extends ShipmentWishes {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() orderNumber!: string;
  @IsId() storeId!: string;
  @IsLabel(64) method!: string;
  @IsLabel(64) fulfilmentCentre!: string;
  @IsCurrencyCode() currency!: string;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsUnitAmount() fee!: string;
  @IsRate() taxRate!: string;
  /** What it costs before tax: `price + fee − discount`. */
  @IsAmount() amount!: string;
  @Optional() @IsPart(() => Address) deliveryAddress?: Address;
  @IsList(() => ShippedItem) items!: ShippedItem[];
  /** The one that the store has for what is new; left out, `New`. */
  @Optional() @IsLabel(64) status?: string;
  /** The order asked for this fulfilment centre; left out, it is the store's. */
  @Optional() @IsFlag() centreAsked?: boolean;
  /** Who ordered it, where that is known. */
  @Optional() @IsId() customerId?: string;
}

/** A shipment document exists; nothing has left the house yet. */
export const ShipmentOpened = defineEvent('shipment.opened', topics.shipments, ShipmentOpenedData);

export class ShipmentChangedData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  @IsUnitAmount() price!: string;
  @IsUnitAmount() discount!: string;
  @IsUnitAmount() fee!: string;
  @IsAmount() amount!: string;
  @Optional() @IsPart(() => Address) deliveryAddress?: Address;
  /** As it was: of what has been sent, the price can still change. */
  @IsLabel(64) status!: string;
  /** Whole, as they are now. */
  @IsList(() => ShippedItem) items!: ShippedItem[];
  /** The packages that held more than is left, each with what it holds now. */
  @Optional() @IsList(() => PackageContent, 1) emptied?: PackageContent[];
  /** The one that it goes with. */
  @Optional() @IsId() consignmentId?: string;
}

/** A change of the order changed what the shipment holds or costs, or where it goes. */
export const ShipmentChanged = defineEvent('shipment.changed', topics.shipments, ShipmentChangedData);

export class ShipmentStatusChangedData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  /** One of the store's, never one of what has been sent. */
  @IsLabel(64) status!: string;
}

/** The warehouse has come further with it, or back; it is still in the house. */
export const ShipmentStatusChanged = defineEvent('shipment.status-changed', topics.shipments, ShipmentStatusChangedData);

export class ShipmentPackedData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  /** All that there are. */
  @IsList(() => ShipmentPackage) packages!: ShipmentPackage[];
}

/** Its packages are these, and no others. */
export const ShipmentPacked = defineEvent('shipment.packed', topics.shipments, ShipmentPackedData);

export class ShipmentDetailsChangedData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  /** Whole, as they are now: what is absent is not there any more. */
  @IsPart(() => ShipmentDetails) details!: ShipmentDetails;
}

/** Something that people say of it changed. */
export const ShipmentDetailsChanged = defineEvent('shipment.details-changed', topics.shipments, ShipmentDetailsChangedData);

export class ShipmentCancelledData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  /** The one that it would have gone with. */
  @Optional() @IsId() consignmentId?: string;
}

/** Nothing of it will be sent. */
export const ShipmentCancelled = defineEvent('shipment.cancelled', topics.shipments, ShipmentCancelledData);

export class ShipmentSentData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  @IsTime() sentAt!: string;
  @Optional() @IsPart(() => Tracking) tracking?: Tracking;
  /** What left the house. */
  @IsList(() => ShippedItem) items!: ShippedItem[];
  /** The one that it goes with. */
  @Optional() @IsId() consignmentId?: string;
}

/** It has left the house. */
export const ShipmentSent = defineEvent('shipment.sent', topics.shipments, ShipmentSentData);

export class ShipmentTrackedData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsPart(() => CarrierReport) report!: CarrierReport;
}

/** Its carrier has said something of it, or of a parcel of it. */
export const ShipmentTracked = defineEvent('shipment.tracked', topics.shipments, ShipmentTrackedData);

export class ShipmentDeliveredData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsCurrencyCode() currency!: string;
  @IsAmount() amount!: string;
  @IsTime() deliveredAt!: string;
  /** The one that it went with. */
  @Optional() @IsId() consignmentId?: string;
}

/** It has reached whom it was sent to. */
export const ShipmentDelivered = defineEvent('shipment.delivered', topics.shipments, ShipmentDeliveredData);

export class ShipmentJoinedConsignmentData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() consignmentId!: string;
}

/** It goes with shipments of other orders, and no longer by itself. */
export const ShipmentJoinedConsignment = defineEvent('shipment.joined-consignment', topics.shipments, ShipmentJoinedConsignmentData);

export class ShipmentLeftConsignmentData {
  @IsId() shipmentId!: string;
  @IsId() number!: string;
  @IsId() orderId!: string;
  @IsId() consignmentId!: string;
}

/** It does not go with this consignment, now or later. */
export const ShipmentLeftConsignment = defineEvent('shipment.left-consignment', topics.shipments, ShipmentLeftConsignmentData);
