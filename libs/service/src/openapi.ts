import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Serves the OpenAPI document that the controllers and their zod schemas describe. */
export function registerOpenApi(app: NestFastifyApplication, name: string): void {
  const description = new DocumentBuilder().setTitle(name).addBearerAuth().build();
  const document = SwaggerModule.createDocument(app, description);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', () => document);
}
