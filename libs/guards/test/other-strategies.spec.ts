import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { GuardsModule, Public, RequireScope } from '../src/index.ts';
import { strategyName } from '../src/nest/access-token.strategy.ts';
import { aToken, JwksServer, testAudience, testIssuer, TestKey } from '../src/testing/index.ts';

const hostKey = new TestKey('RS256');
const hostOptions = {
  jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
  secretOrKey: hostKey.publicKey.export({ type: 'spki', format: 'pem' }),
  algorithms: ['RS256' as const],
};

/** The host's own strategy under passport's usual name. */
@Injectable()
class SessionStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor() {
    super(hostOptions);
  }

  validate(claims: object): object {
    return claims;
  }
}

/** Another, under the very name that this library uses. */
@Injectable()
class NamesakeStrategy extends PassportStrategy(Strategy, strategyName) {
  constructor() {
    super(hostOptions);
  }

  validate(claims: object): object {
    return claims;
  }
}

@Controller()
class HostController {
  @Get('orders')
  @RequireScope('orders_read')
  orders(): string {
    return 'orders';
  }

  @Get('sessions')
  @Public()
  @UseGuards(AuthGuard('jwt'))
  sessions(): string {
    return 'sessions';
  }

  @Get('namesake')
  @Public()
  @UseGuards(AuthGuard(strategyName))
  namesake(): string {
    return 'namesake';
  }
}

describe('an application with passport strategies of its own', () => {
  let jwks: JwksServer;
  let app: NestFastifyApplication;
  const ours = aToken({ scopes: ['orders_read'] });
  const hosts = aToken({ scopes: ['orders_read'], key: hostKey });

  beforeAll(async () => {
    jwks = await JwksServer.start();
    @Module({
      imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri: jwks.uri })],
      controllers: [HostController],
      providers: [SessionStrategy, NamesakeStrategy],
    })
    class AppModule {}
    app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await jwks.close();
  });

  it.each([
    ['/orders', 'ours', ours, 200],
    ['/orders', "the host's", hosts, 401],
    ['/sessions', "the host's", hosts, 200],
    ['/sessions', 'ours', ours, 401],
    ['/namesake', "the host's", hosts, 200],
    ['/namesake', 'ours', ours, 401],
  ])('keeps them apart: %s with a token of %s', async (url, _, token, status) => {
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ url, headers })).statusCode).toBe(status);
  });
});
