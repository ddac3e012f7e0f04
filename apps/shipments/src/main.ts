import { loadConfig } from '#platform/config.js';
import { runService } from '#platform/service.js';
import { ShipmentsConfig } from './shipments.config.js';
import { ShipmentsModule } from './shipments.module.js';

await runService(() => {
  const config = loadConfig(ShipmentsConfig, { PORT: 8083, MONGO_DATABASE: 'docket-shipments' });
  return { module: ShipmentsModule.forRoot(config), withKafka: true };
});
