import { loadConfig } from '#platform/config.js';
import { runService } from '#platform/service.js';
import { OrdersConfig } from './orders.config.js';
import { OrdersModule } from './orders.module.js';

await runService(() => {
  const config = loadConfig(OrdersConfig, { PORT: 8081, MONGO_DATABASE: 'docket-orders' });
  return { module: OrdersModule.forRoot(config), withKafka: true };
});
