import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type ClientProxy, ClientProxyFactory, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { type AccessToken, type ClaimsPrincipal, GuardsModule, Principal, RequireScope, Token } from '../src/index.ts';
import { aToken, JwksServer, testAudience, testIssuer } from '../src/testing/index.ts';
import { RecordingLogger } from './guarded-app.ts';

/** Its methods are routes and handlers of messages at once, which is how a handler that asks who calls gets past the boot. */
@Controller()
class OrdersController {
  @Get('orders')
  @MessagePattern('orders')
  @RequireScope('orders_read')
  list(@Payload() message: unknown): string {
    return message ? 'handled' : 'answered';
  }

  @Get('caller')
  @MessagePattern('caller')
  @RequireScope('orders_read')
  caller(@Principal() principal: ClaimsPrincipal): string {
    return principal.subject;
  }

  @Get('token')
  @MessagePattern('token')
  @RequireScope('orders_read')
  token(@Token() token: AccessToken): string {
    return token.reveal();
  }
}

describe('a handler of messages beside guarded routes', () => {
  const logger = new RecordingLogger();
  let jwks: JwksServer;
  let app: INestApplication;
  let client: ClientProxy;

  beforeAll(async () => {
    jwks = await JwksServer.start();
    @Module({
      imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri: jwks.uri })],
      controllers: [OrdersController],
    })
    class AppModule {}
    const options = { host: '127.0.0.1', port: await freePort() };
    app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
    app.connectMicroservice({ transport: Transport.TCP, options }, { inheritAppConfig: true });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    client = ClientProxyFactory.create({ transport: Transport.TCP, options });
    Logger.overrideLogger(logger);
  });
  afterAll(async () => {
    await client.close();
    await app.close();
    await jwks.close();
  });

  const get = async (path: string, headers = {}): Promise<Response> =>
    fetch(`${await app.getUrl()}/${path}`, { headers });
  const send = (pattern: string, message: object): Promise<string> => firstValueFrom(client.send(pattern, message));

  it('is handed its messages, while the routes stay guarded', async () => {
    expect(await send('orders', { id: 1 })).toBe('handled');
    expect((await get('orders')).status).toBe(401);
  });

  it.each(['caller', 'token'])('has nobody to read, whatever a message says of its sender: %s', async (name) => {
    const token = aToken({ subject: 'a-person', scopes: ['orders_read'] });
    const authorization = `Bearer ${token}`;
    expect((await get(name, { authorization })).status).toBe(200);
    const message = {
      user: { subject: 'a-person' },
      headers: { authorization },
      rawHeaders: ['Authorization', authorization],
    };
    await expect(send(name, message)).rejects.toMatchObject({ status: 'error' });
    expect(logger.errors.at(-1)).toMatchObject({
      code: 'principal_outside_route',
      handlers: [`OrdersController.${name}`],
    });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
