import '@downscope/service/telemetry';
import { EventConsumer } from '@downscope/events';
import { openApiSecuritySchemes } from '@downscope/guards';
import { serve } from '@downscope/service';
import { AppModule } from './app.module.ts';
import { config, eventKeys, events } from './order.config.ts';

await serve(AppModule, {
  events: { strategy: new EventConsumer(events, eventKeys) },
  securitySchemes: openApiSecuritySchemes(config.ISSUER),
});
