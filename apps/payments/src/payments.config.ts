import { IsIn, IsOptional, Matches, MinLength } from 'class-validator';
import { DocumentServiceConfig } from '#platform/config.js';

/** Settings of the payments service: where it asks whether money may be captured, and what its gateways need. */
export class PaymentsConfig extends DocumentServiceConfig {
  @Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: 'ORDERS_URL must be an http:// or https:// address, several (replicas) separated by commas',
  })
  ORDERS_URL = 'http://localhost:8081';
  /** Makes the accounts of gift cards out of their codes; without it there are none, and with another one they are not found. */
  @IsOptional()
  @MinLength(16, { message: 'CREDIT_CODE_KEY must be a secret of at least 16 characters' })
  CREDIT_CODE_KEY?: string;
  /** With it, stores may take payments by Stripe. */
  @IsOptional()
  @Matches(/^(sk|rk)_\S+$/, { message: 'STRIPE_SECRET_KEY must be a secret key of Stripe, such as sk_…' })
  STRIPE_SECRET_KEY?: string;
  /** Another address than Stripe's own, for tests. */
  @IsOptional()
  @Matches(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)(:|\/|$))\S*$/, {
    message: 'STRIPE_URL must be an https:// address, or http:// on this machine',
  })
  STRIPE_URL?: string;
  /** Of the endpoint that Stripe sends webhooks to; two, separated by a comma, while one takes over from the other. */
  @IsOptional()
  @Matches(/^whsec_[^\s,]+(,whsec_[^\s,]+)*$/, {
    message: 'STRIPE_WEBHOOK_SECRETS must be signing secrets, such as whsec_…, several separated by commas',
  })
  STRIPE_WEBHOOK_SECRETS?: string;
  /** Whether the account may capture one authorization several times. */
  @IsOptional() @IsIn(['true', 'false']) STRIPE_MULTICAPTURE?: 'true' | 'false';
}
