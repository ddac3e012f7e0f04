import { IsId, IsLabel, IsLanguage, IsTime, Optional } from '#contracts/fields.js';
import { CountedPageQuery } from '#platform/http/page.js';

/** In which language a packing slip is printed; left out, English. */
export class PackingSlipQuery {
  @Optional() @IsLanguage() language?: string;
}

/** Which shipments are asked for. */
export class ShipmentsQuery extends CountedPageQuery {
  @Optional() @IsId() storeId?: string;
  @Optional() @IsId() number?: string;
  @Optional() @IsId() orderId?: string;
  @Optional() @IsId() orderNumber?: string;
  @Optional() @IsLabel(64) status?: string;
  @Optional() @IsLabel(64) fulfilmentCentre?: string;
  @Optional() @IsLabel(64) method?: string;
  @Optional() @IsId() externalId?: string;
  /** Of the shipment or of one of its packages. */
  @Optional() @IsLabel(128) trackingNumber?: string;
  /** Of one of its packages. */
  @Optional() @IsId() barcode?: string;
  @Optional() @IsTime() from?: string;
  @Optional() @IsTime() to?: string;
  @Optional() @IsTime() sentFrom?: string;
  @Optional() @IsTime() sentTo?: string;
}
