import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { STATUS_CODES } from 'node:http';

/** By what routes say of `security`: where a caller gets what lets them in. */
export type SecuritySchemes = Readonly<Record<string, Parameters<DocumentBuilder['addSecurity']>[1]>>;

/** Serves the OpenAPI document that the controllers, what guards them and their zod schemas describe. */
export function registerOpenApi(app: NestFastifyApplication, name: string, schemes: SecuritySchemes): void {
  const builder = new DocumentBuilder().setTitle(name);
  for (const [scheme, definition] of Object.entries(schemes)) builder.addSecurity(scheme, definition);
  const document = withRefusals(SwaggerModule.createDocument(app, builder.build()));
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', () => document);
}

/** How a route that asks who calls may refuse: whoever is not known, whoever may not, and while nobody can tell. */
const refusals = [401, 403, 503];
const problem = { $ref: '#/components/schemas/Problem' };

function withRefusals(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (!operation?.security?.length) continue;
      for (const status of refusals)
        operation.responses[status] ??= {
          description: STATUS_CODES[status] ?? '',
          content: { 'application/problem+json': { schema: problem } },
        };
    }
  const { components = {} } = document;
  return { ...document, components: { ...components, schemas: { ...components.schemas, Problem: problemSchema } } };
}

/** As ProblemFilter answers (RFC 9457). */
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: what programs tell refusals apart by.' },
    detail: { type: 'string' },
  },
};
