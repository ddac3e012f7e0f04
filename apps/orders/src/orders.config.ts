import { Matches } from 'class-validator';
import { DocumentServiceConfig } from '#platform/config.js';

/** Settings of the orders service: where it asks what tax an edit would cause. */
export class OrdersConfig extends DocumentServiceConfig {
  @Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: 'TAX_URL must be an http:// or https:// address, several (replicas) separated by commas',
  })
  TAX_URL = 'http://localhost:8084';
}
