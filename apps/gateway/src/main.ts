import { loadConfig } from '#platform/config.js';
import { runService } from '#platform/service.js';
import { GatewayConfig } from './gateway.config.js';
import { GatewayModule } from './gateway.module.js';
import { passBodiesThrough } from './http/bodies.js';
import { serveOpenApi } from './http/openapi.js';

await runService(
  () => {
    const config = loadConfig(GatewayConfig, { PORT: 8080 });
    return { module: GatewayModule.forRoot(config), withKafka: false };
  },
  (app) => {
    passBodiesThrough(app);
    serveOpenApi(app);
  },
);
