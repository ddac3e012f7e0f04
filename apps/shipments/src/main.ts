import { loadConfig } from '#platform/config.js';
import { keepBodiesOf } from '#platform/http/raw-bodies.js';
import { runService } from '#platform/service.js';
import { CARRIER_WEBHOOKS } from './http/carrier-webhook.controller.js';
import { ShipmentsConfig } from './shipments.config.js';
import { ShipmentsModule } from './shipments.module.js';

await runService(() => {
  const config = loadConfig(ShipmentsConfig, { PORT: 8083, MONGO_DATABASE: 'docket-shipments' });
  return { module: ShipmentsModule.forRoot(config), withKafka: true };
}, keepBodiesOf(CARRIER_WEBHOOKS));
