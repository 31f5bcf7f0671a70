import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { GuardsModule, RequireScope } from '../src/index.ts';
import { testAudience, testIssuer } from '../src/testing/index.ts';

@Controller()
class OrdersController {
  @Get('orders')
  @RequireScope('orders_read')
  list(): object {
    return [];
  }

  @MessagePattern('order.placed')
  onOrderPlaced(): string {
    return 'handled';
  }
}

@Module({
  imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri: 'http://127.0.0.1:1/jwks' })],
  controllers: [OrdersController],
})
class AppModule {}

describe('a handler of messages beside guarded routes', () => {
  it('is handed its messages, while the routes stay guarded', async () => {
    const options = { host: '127.0.0.1', port: await freePort() };
    const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
    app.connectMicroservice({ transport: Transport.TCP, options }, { inheritAppConfig: true });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');

    const client = ClientProxyFactory.create({ transport: Transport.TCP, options });
    expect(await firstValueFrom(client.send<string>('order.placed', {}))).toBe('handled');
    expect((await fetch(`${await app.getUrl()}/orders`)).status).toBe(401);

    await client.close();
    await app.close();
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
