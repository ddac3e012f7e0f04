import { Matches } from 'class-validator';
import { DocumentServiceConfig } from '#platform/config.js';

/** Settings of the payments service: where it asks whether money may be captured. */
export class PaymentsConfig extends DocumentServiceConfig {
  @Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: 'ORDERS_URL must be an http:// or https:// address, several (replicas) separated by commas',
  })
  ORDERS_URL = 'http://localhost:8081';
}
