import { GuardsModule, RequireScope } from '@downscope/guards';
import { testAudience as audience, testIssuer as issuer, testKey } from '@downscope/guards/testing';
import type { CanActivate, DynamicModule, ExecutionContext } from '@nestjs/common';
import { ApplicationConfig, NestFactory } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { auth } from 'express-oauth2-jwt-bearer';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';
import { Strategy } from 'passport-jwt';
import { asItsReadmeShows } from './passport-jwt.ts';
import { token } from './token.ts';

const algorithms: jwt.Algorithm[] = ['PS256'];
const headers = { host: '127.0.0.1', authorization: `Bearer ${token}` };
const rawHeaders = Object.entries(headers).flat();

export type Verifier = 'jsonwebtoken' | 'guards' | 'jose' | 'expressOauth2JwtBearer' | 'passportJwt';

/** Ways to verify one and the same token. Jsonwebtoken and jose are given its text, the others a request that has it. */
export async function verifications(jwksUri: string): Promise<Record<Verifier, () => unknown>> {
  const key = testKey().publicKey;
  const keySet = createRemoteJWKSet(new URL(jwksUri));
  const bearer = auth({ issuer, audience, jwksUri, tokenSigningAlg: 'PS256' }) as Middleware;
  const strategy = new Strategy(asItsReadmeShows(jwksUri), (claims: unknown, done: Done) => {
    done(null, claims);
  });
  const guard = await guardOf(GuardsModule.forRoot({ issuer, audience, jwksUri }));
  return {
    jsonwebtoken: () => jwt.verify(token, key, { algorithms }),
    guards: () => guard.canActivate(contextOf({ headers, rawHeaders })),
    jose: () => jwtVerify(token, keySet, { issuer, audience, algorithms }),
    expressOauth2JwtBearer: () => passed(bearer),
    passportJwt: () => authenticated(strategy),
  };
}

/** The very guard that a service runs. It is not exported, so it is taken from a module that was started. */
async function guardOf(module: DynamicModule): Promise<CanActivate> {
  const context = await NestFactory.createApplicationContext(module, { logger: false });
  const [guard] = context.get(ApplicationConfig).getGlobalGuards();
  if (!guard) throw new Error('GuardsModule set no guard');
  return guard;
}

class OrdersController {
  list(): void {
    // only its policy matters
  }
}
const list = Object.getOwnPropertyDescriptor(OrdersController.prototype, 'list') as TypedPropertyDescriptor<() => void>;
RequireScope('orders_read')(OrdersController.prototype, 'list', list);

/** What Nest tells a guard of a request to that route. */
function contextOf(request: object): ExecutionContext {
  return new ExecutionContextHost([request, {}], OrdersController, list.value);
}

type Done = (error: unknown, user?: unknown) => void;

/** As passport does it for each request. */
function authenticated(strategy: Strategy): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const attempt = Object.assign(Object.create(strategy) as Strategy, {
      success: resolve,
      fail: reject,
      error: reject,
    });
    attempt.authenticate({ headers } as never);
  });
}

type Middleware = (request: object, response: object, next: (error?: Error) => void) => void;

/** With as much of an Express request as this middleware looks at. */
function passed(middleware: Middleware): Promise<void> {
  const get = (name: string): string | undefined => (name === 'Host' ? headers.host : undefined);
  const request = { headers, get, is: () => false, query: {}, method: 'GET', protocol: 'http', originalUrl: '/orders' };
  return new Promise((resolve, reject) => {
    middleware(request, {}, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
