import { DocumentServiceConfig, loadConfig } from '#platform/config.js';
import { runService } from '#platform/service.js';
import { ShipmentsModule } from './shipments.module.js';

await runService(() => {
  const config = loadConfig(DocumentServiceConfig, { PORT: 8083, MONGO_DATABASE: 'docket-shipments' });
  return { module: ShipmentsModule.forRoot(config), withKafka: true };
});
