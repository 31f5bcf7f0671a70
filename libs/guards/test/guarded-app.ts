import { Controller, Get, type LoggerService, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { request } from 'node:http';
import { inspect } from 'node:util';
import { z } from 'zod';
import {
  AccessToken,
  type ClaimsPrincipal,
  GuardsModule,
  type GuardsOptions,
  Principal,
  Public,
  RequireClaim,
  RequireScope,
  RequireStrongLogin,
  Token,
} from '../src/index.ts';
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

/** A small API on Fastify, guarded. */
export async function guardedApp(
  jwksUri: string,
  audience = testAudience,
  otherIssuers: GuardsOptions['otherIssuers'] = [],
): Promise<NestFastifyApplication> {
  @Module({
    imports: [GuardsModule.forRoot({ issuer: testIssuer, audience, jwksUri, resourceMetadata, otherIssuers })],
    controllers: [OrdersController],
  })
  class AppModule {}
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

/** Keeps what is logged, instead of printing it. */
export class RecordingLogger implements LoggerService {
  readonly warnings: unknown[] = [];

  log(): void {
    // not of interest
  }

  warn(message: unknown): void {
    this.warnings.push(message);
  }

  error(): void {
    // not of interest
  }
}

/** The status of a request whose headers go over the wire as they stand: name, value, name, value. */
export function statusOf(url: string, headers: string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: ['Host', new URL(url).host, 'Connection', 'close', ...headers] }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
