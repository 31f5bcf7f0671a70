import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  BadRequestException,
  Controller,
  Get,
  Logger,
  Module,
  Query,
  StandardSchemaValidationPipe,
} from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { ProblemFilter } from './problem.filter.ts';

class OutOfStock extends Error {
  readonly status = 409;
  readonly code = 'out_of_stock';
  readonly headers = { 'retry-after': '60' };
}

@Controller()
class ThrowingController {
  @Get('domain')
  domain(): never {
    throw new OutOfStock('None left.');
  }

  @Get('nest')
  nest(): never {
    throw new BadRequestException('No.');
  }

  @Get('bug')
  bug(): never {
    throw new TypeError('secret is not a function');
  }

  @Get('query')
  query(@Query({ schema: z.object({ limit: z.coerce.number().max(10) }) }) query: object): object {
    return query;
  }
}

@Module({
  controllers: [ThrowingController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: StandardSchemaValidationPipe },
  ],
})
class ThrowingModule {}

describe('ProblemFilter', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(ThrowingModule, new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterAll(() => app.close());

  it.each([
    ['/domain', { title: 'Conflict', status: 409, code: 'out_of_stock', detail: 'None left.' }],
    ['/nest', { title: 'Bad Request', status: 400, code: 'bad_request', detail: 'No.' }],
    ['/bug', { title: 'Internal Server Error', status: 500, code: 'internal_error' }],
    ['/nowhere', { title: 'Not Found', status: 404, code: 'not_found', detail: 'Cannot GET /nowhere' }],
  ])('answers %s with a problem document', async (url, problem) => {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(problem.status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toEqual({ type: 'about:blank', ...problem });
  });

  it('tells the log what the caller is not told, and nothing of what is the caller’s own fault', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    for (const url of ['/domain', '/nest', '/nowhere', '/query?limit=11', '/bug']) await app.inject(url);

    expect(logged.mock.calls).toEqual([[expect.objectContaining({ message: 'secret is not a function' })]]);
    logged.mockRestore();
  });

  it('names the field of bad input', async () => {
    const response = await app.inject('/query?limit=11');
    expect(response.json<{ detail: string }>().detail).toContain('limit:');
  });

  it('sends the headers that an error states', async () => {
    expect((await app.inject('/domain')).headers['retry-after']).toBe('60');
  });

  it('takes a good query', async () => {
    expect((await app.inject('/query?limit=10')).json()).toEqual({ limit: 10 });
  });
});
