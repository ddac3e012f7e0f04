import { Type } from 'class-transformer';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { DocumentServiceConfig } from '#platform/config.js';

const DEADLINE = { message: 'ADDRESS_DEADLINE must be milliseconds from 100 to 10000' };

/** Settings of the orders service: where it asks what tax an edit would cause, and about addresses. */
export class OrdersConfig extends DocumentServiceConfig {
  @Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: 'TAX_URL must be an http:// or https:// address, several (replicas) separated by commas',
  })
  TAX_URL = 'http://localhost:8084';
  /** How long the placement of an order waits for a check of its address, in milliseconds. */
  @Type(() => Number) @IsInt(DEADLINE) @Min(100, DEADLINE) @Max(10_000, DEADLINE) ADDRESS_DEADLINE = 2_000;
}
