import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import { answerOf, Clock } from '@downscope/service';
import { Module, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { information } from './information.ts';
import type { Document, Operation } from './operation.ts';
import { problemSchema } from './problems.ts';
import { type Schema, withComponents } from './schema.ts';
import { securitySchemesOf } from './security.ts';
import { wholeOperation } from './whole-operation.ts';

/** A service whose controllers make a document. */
export interface DocumentedService {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly hasDatabase: boolean;
  /** Where its callers' tokens come from, unless privileges.yaml says so for an API of this name. */
  readonly securitySchemes?: Record<string, object>;
}

/** The OpenAPI document of a service, from its module as `serve` would run it; nothing is instantiated, and nothing dialed. */
export async function serviceDocument(
  service: DocumentedService,
  module: Type,
  privileges: Privileges,
): Promise<object> {
  const components: Record<string, Schema> = {};
  const { document, handlerOf } = await describedRoutes(module);
  const paths = Object.entries(document.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => {
        const { handler, name } = handlerOf(operation);
        const described = { ...operation, operationId: name };
        return [method, wholeOperation(described, answerOf(handler), { service, path, method, privileges })];
      }),
    ),
  ]);
  return {
    ...information(service.title, service.description, service.url),
    tags: [{ name: service.name, description: service.title }],
    paths: withComponents(Object.fromEntries(paths), components),
    components: {
      securitySchemes: service.securitySchemes ?? securitySchemesOf(privileges, service.name),
      schemas: { ...components, Problem: problemSchema },
    },
  };
}

interface Described {
  readonly document: Document;
  readonly handlerOf: (operation: Operation) => { readonly handler: object; readonly name: string };
}

async function describedRoutes(module: Type): Promise<Described> {
  const root = { module: Root, global: true, imports: [module], providers: [clock], exports: [Clock] };
  const options = { preview: true, abortOnError: false, logger: false } as const;
  const app = await NestFactory.create(root, new FastifyAdapter(), options);
  const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  }) as unknown as Document;
  const controllers = new Map(
    [...app.get(ModulesContainer).values()]
      .flatMap((each) => [...each.controllers.values()])
      .map(({ name, metatype }) => [String(name), (metatype as Type).prototype as Record<string, object>]),
  );
  const handlerOf = ({ operationId }: Operation): { handler: object; name: string } => {
    const [controller = '', name = ''] = operationId.split('.');
    return { handler: controllers.get(controller)?.[name] ?? {}, name };
  };
  return { document, handlerOf };
}

// Decorators are no TypeScript that Node takes as it is.
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- so it is one without any
class Root {}
Module({})(Root);
const clock = { provide: Clock, useValue: {} };
