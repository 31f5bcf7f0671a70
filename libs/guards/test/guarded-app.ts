import { Controller, Get, type LoggerService, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { z } from 'zod';
import {
  AccessToken,
  type ClaimsPrincipal,
  GuardsModule,
  Principal,
  Public,
  RequireClaim,
  RequireScope,
  RequireStrongLogin,
  Token,
} from '../src/index.ts';
import type { GuardsOptions } from '../src/nest/guards-options.ts';
import { testAudience, testIssuer } from '../src/testing/index.ts';

@Controller()
class OrdersController {
  @Get('orders')
  @RequireScope('orders_read')
  list(@Principal() principal: ClaimsPrincipal): object {
    return { subject: principal.subject, scopes: [...principal.scopes] };
  }

  @Post('orders')
  @RequireScope('orders_read', 'orders_write')
  place(@Token() token: AccessToken): object {
    return { printed: inspect({ token }), length: token.reveal().length };
  }

  @Post('payments')
  @RequireScope('invoices_pay')
  @RequireStrongLogin({ maxAgeSeconds: 300 })
  pay(@Principal() principal: ClaimsPrincipal): object {
    return { acr: principal.acr };
  }

  @Get('regions')
  @RequireClaim('region', z.enum(['eu', 'us']))
  region(@Principal() principal: ClaimsPrincipal): string {
    return principal.requireClaim('region');
  }

  @Get('policy')
  @RequireScope('orders_read')
  refusedByPolicy(@Principal() principal: ClaimsPrincipal): string {
    return principal.requireClaim('customer_number');
  }

  @Get('open')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('mistaken')
  @Public()
  mistaken(@Principal() principal: ClaimsPrincipal): ClaimsPrincipal {
    return principal;
  }

  @Get('mistaken-token')
  @Public()
  mistakenToken(@Token() token: AccessToken): string {
    return token.reveal();
  }
}

export const resourceMetadata = 'https://api.test/.well-known/oauth-protected-resource';

/** A small API, guarded. */
export function guardedModule(options: Partial<GuardsOptions> & { readonly jwksUri: string }): Type {
  @Module({
    imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, resourceMetadata, ...options })],
    controllers: [OrdersController],
  })
  class AppModule {}
  return AppModule;
}

/** The same on Fastify, listening. */
export async function guardedApp(
  jwksUri: string,
  audience = testAudience,
  otherIssuers: GuardsOptions['otherIssuers'] = [],
): Promise<NestFastifyApplication> {
  const module = guardedModule({ jwksUri, audience, otherIssuers });
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

/** Keeps what is logged, instead of printing it. */
export class RecordingLogger implements LoggerService {
  readonly warnings: unknown[] = [];
  readonly errors: unknown[] = [];

  log(): void {
    // not of interest
  }

  warn(message: unknown): void {
    this.warnings.push(message);
  }

  error(message: unknown): void {
    this.errors.push(message);
  }
}

/** The answer to a request whose headers go over the wire as they stand: name, value, name, value. */
export function answerTo(url: string, headers: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: ['Host', new URL(url).host, 'Connection', 'close', ...headers] }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(body) as unknown });
      }, reject);
    })
      .on('error', reject)
      .end();
  });
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}
