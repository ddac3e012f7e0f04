import { loadConfig } from '#platform/config.js';
import { runService } from '#platform/service.js';
import { TaxConfig } from './tax.config.js';
import { TaxModule } from './tax.module.js';

await runService(() => {
  const config = loadConfig(TaxConfig, { PORT: 8084, MONGO_DATABASE: 'docket-tax' });
  return { module: TaxModule.forRoot(config), withKafka: true };
});
