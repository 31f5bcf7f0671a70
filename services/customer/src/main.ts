import '@downscope/service/telemetry';
import { openApiSecuritySchemes } from '@downscope/guards';
import { serve } from '@downscope/service';
import { AppModule } from './app.module.ts';
import { config } from './customer.config.ts';

await serve(AppModule, { securitySchemes: openApiSecuritySchemes(config.ISSUER) });
