import { IsLabel } from '../fields.js';

/** The warehouse has come further with a shipment, or back. */
export class SetShipmentStatus {
  /** One of the store's. What is sent, has arrived or is cancelled says so itself. */
  @IsLabel(64) status!: string;
}
