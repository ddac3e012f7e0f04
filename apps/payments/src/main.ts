import { loadConfig } from '#platform/config.js';
import { keepBodiesOf } from '#platform/http/raw-bodies.js';
import { runService } from '#platform/service.js';
import { STRIPE_WEBHOOKS } from './http/stripe-webhook.controller.js';
import { PaymentsConfig } from './payments.config.js';
import { PaymentsModule } from './payments.module.js';

await runService(() => {
  const config = loadConfig(PaymentsConfig, { PORT: 8082, MONGO_DATABASE: 'docket-payments' });
  return { module: PaymentsModule.forRoot(config), withKafka: true };
}, keepBodiesOf(STRIPE_WEBHOOKS));
