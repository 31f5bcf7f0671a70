import '@downscope/service/telemetry';
import { EventConsumer } from '@downscope/events';
import { serve } from '@downscope/service';
import { AppModule } from './app.module.ts';
import { eventKeys, events } from './order.config.ts';

await serve(AppModule, { events: { strategy: new EventConsumer(events, eventKeys) } });
