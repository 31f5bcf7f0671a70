import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { register } from 'prom-client';
import { createApplication } from './application.ts';
import type { Health } from './health.ts';

let asked: Record<'slow' | 'quick', PromiseWithResolvers<undefined>>;
let answer: PromiseWithResolvers<string>;

@Controller()
class SlowController {
  @Get('slow')
  slow(): Promise<string> {
    asked.slow.resolve(undefined);
    return answer.promise;
  }

  @Get('quick')
  quick(): string {
    asked.quick.resolve(undefined);
    return 'quick';
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

@Controller()
class HearingController {
  @Post()
  hear(@Body() { said }: { said: string }): number {
    return said.length;
  }
}

@Module({ controllers: [HearingController] })
class HearingModule {}

describe('a body', () => {
  it('of 64 KiB is read, and none of a byte more', async () => {
    Object.assign(process.env, { OTEL_SERVICE_NAME: 'hearing', LOG_LEVEL: 'fatal' });
    register.clear();
    const { app } = await createApplication(HearingModule);
    await app.init();
    const withLength = (length: number) =>
      app.inject({ method: 'POST', url: '/', payload: { said: 'x'.repeat(length - '{"said":""}'.length) } });

    expect(await withLength(64 * 1024)).toMatchObject({ statusCode: 201 });
    expect(await withLength(64 * 1024 + 1)).toMatchObject({ statusCode: 413 });
    await app.close();
  });
});

describe('a service that leaves', () => {
  let app: NestFastifyApplication;
  let health: Health;
  let caller: Caller;

  beforeEach(async () => {
    asked = { slow: Promise.withResolvers(), quick: Promise.withResolvers() };
    answer = Promise.withResolvers();
    Object.assign(process.env, { OTEL_SERVICE_NAME: 'slow', LOG_LEVEL: 'fatal' });
    register.clear();
    ({ app, health } = await createApplication(SlowModule));
    await app.listen(0, '127.0.0.1');
    caller = await Caller.of(app.getHttpServer());
  });
  afterEach(async () => {
    answer.resolve('');
    await app.close();
  });

  it('keeps a connection open until then', async () => {
    expect(await caller.ask('/quick')).toMatch(/^HTTP\/1\.1 200 .*connection: keep-alive/is);
    expect(await caller.ask('/health/ready')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['/quick', 200],
    ['/nowhere', 404],
    ['/health/ready', 503],
    ['/health/live', 200],
  ])('serves on, and ends the connection with its answer to %s', async (path, status) => {
    health.leave();

    const response = await caller.ask(path);

    expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} .*connection: close`, 'is'));
    await caller.closed;
  });

  it('closes although a caller keeps a connection open that was never used', async () => {
    await app.close();
    await caller.closed;
    expect(caller.received).toBe('');
  });

  it('answers what is under way when it closes, and waits for nothing else', async () => {
    caller.send('/slow');
    await asked.slow.promise;
    const closed = app.close();
    setTimeout(() => {
      answer.resolve('slow');
    }, 200);
    await closed;

    await caller.closed;
    expect(caller.received).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nslow$/s);
  });

  it('answers what is under way when it closes, and what comes after that on the same connection', async () => {
    caller.send('/slow');
    await asked.slow.promise;
    const closed = app.close();
    caller.send('/quick');
    await asked.quick.promise;
    answer.resolve('slow');
    await closed;

    await caller.closed;
    expect(caller.received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(caller.received).toMatch(/\r\n\r\nslow.*\r\n\r\nquick/s);
  });
});

/** One connection, kept open. */
class Caller {
  received = '';
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = once(socket, 'close');
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString()));
  }

  static async of(server: Server): Promise<Caller> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    return new Caller(socket);
  }

  send(path: string): void {
    this.#socket.write(`GET ${path} HTTP/1.1\r\nhost: slow\r\n\r\n`);
  }

  /** What was received by then; these answers fit one chunk. */
  async ask(path: string): Promise<string> {
    this.received = '';
    this.send(path);
    await once(this.#socket, 'data');
    return this.received;
  }
}
