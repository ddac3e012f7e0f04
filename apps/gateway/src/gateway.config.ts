import { Matches } from 'class-validator';
import { ServiceConfig } from '#platform/config.js';

const addresses = (name: string) =>
  Matches(/^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/, {
    message: `${name} must be an http:// or https:// address, several (replicas) separated by commas`,
  });

/** Settings of the gateway: where the services are. */
export class GatewayConfig extends ServiceConfig {
  @addresses('ORDERS_URL') ORDERS_URL = 'http://localhost:8081';
  @addresses('PAYMENTS_URL') PAYMENTS_URL = 'http://localhost:8082';
  @addresses('SHIPMENTS_URL') SHIPMENTS_URL = 'http://localhost:8083';
  @addresses('TAX_URL') TAX_URL = 'http://localhost:8084';
}
