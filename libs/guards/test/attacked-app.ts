import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'node:net';
import { GuardsModule, RequireScope } from '../src/index.ts';
import type { TrustedIssuerOptions } from '../src/nest/guards-options.ts';
import { type AttackRequest, testAudience, testIssuer } from '../src/testing/index.ts';

/** An API that counts who got through. */
export class AttackedApp {
  reached = 0;
  readonly #app: NestFastifyApplication;

  private constructor(app: NestFastifyApplication) {
    this.#app = app;
  }

  static async start(jwksUri: string, otherIssuers: readonly TrustedIssuerOptions[]): Promise<AttackedApp> {
    const count = (): void => {
      attacked.reached++;
    };

    @Controller('orders')
    class OrdersController {
      @Get()
      @RequireScope('orders_read')
      list(): void {
        count();
      }

      @Post()
      @RequireScope('orders_read')
      place(): void {
        count();
      }
    }
    @Module({
      imports: [GuardsModule.forRoot({ issuer: testIssuer, audience: testAudience, jwksUri, otherIssuers })],
      controllers: [OrdersController],
    })
    class AppModule {}
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    const attacked = new AttackedApp(app);
    return attacked;
  }

  /** In process, with the headers of the request as raw ones. */
  inject({ headers, query = {}, body }: AttackRequest): ReturnType<NestFastifyApplication['inject']> {
    const names = new Set(headers.map(([name]) => name));
    const valuesOf = (name: string): string[] => headers.flatMap(([each, value]) => (each === name ? [value] : []));
    return this.#app.inject({
      method: body ? 'POST' : 'GET',
      url: '/orders',
      query: { ...query },
      headers: {
        ...(body && { 'content-type': body.type }),
        ...Object.fromEntries([...names].map((name) => [name, valuesOf(name)])),
      },
      ...(body && { payload: body.text }),
    });
  }

  /** Byte by byte over a socket, as no client library would send it; resolves with all that comes back. */
  async send({ headers }: AttackRequest): Promise<string> {
    const { hostname, port } = new URL(await this.#app.getUrl());
    const lines = ['GET /orders HTTP/1.1', `Host: ${hostname}`, ...headers.map((header) => header.join(': '))];
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (part) => (answer += part.toString('latin1')));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {
      // The answer may come, and the connection end, before all was sent.
    });
    const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    for (let sent = 0; sent < bytes.length && !answer; sent += 8192) {
      socket.write(bytes.subarray(sent, sent + 8192));
      await new Promise(setImmediate);
    }
    await closed;
    return answer;
  }

  close(): Promise<void> {
    return this.#app.close();
  }
}
