import { IsOptional, Matches } from 'class-validator';
import { DocumentServiceConfig } from '#platform/config.js';

/** Settings of the shipments service: where it claims what it is about to send. */
export class ShipmentsConfig extends DocumentServiceConfig {
  @Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: 'ORDERS_URL must be an http:// or https:// address, several (replicas) separated by commas',
  })
  ORDERS_URL = 'http://localhost:8081';
  /** By which carriers sign their webhooks; several of one carrier while one takes over from the other. */
  @IsOptional()
  @Matches(/^[\w-]+=whsec_[A-Za-z0-9+/=]+(,[\w-]+=whsec_[A-Za-z0-9+/=]+)*$/, {
    message: 'CARRIER_WEBHOOK_SECRETS must be <carrier>=whsec_<base64>, several separated by commas',
  })
  CARRIER_WEBHOOK_SECRETS?: string;
}
