import { IsOptional, Matches, MinLength } from 'class-validator';
import { DocumentServiceConfig } from '#platform/config.js';

/** Settings of the payments service: where it asks whether money may be captured, and the secret of gift cards. */
export class PaymentsConfig extends DocumentServiceConfig {
  @Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: 'ORDERS_URL must be an http:// or https:// address, several (replicas) separated by commas',
  })
  ORDERS_URL = 'http://localhost:8081';
  /** Makes the accounts of gift cards out of their codes; without it there are none, and with another one they are not found. */
  @IsOptional()
  @MinLength(16, { message: 'CREDIT_CODE_KEY must be a secret of at least 16 characters' })
  CREDIT_CODE_KEY?: string;
}
