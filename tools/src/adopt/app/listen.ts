import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';

/** Serves on a free port, which it prints. */
export function listen(module: Type): void {
  const adapter = process.env['ADAPTER'] === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  void NestFactory.create(module, adapter, { logger: ['error'] }).then(async (app) => {
    await app.enableShutdownHooks().listen(0, '127.0.0.1');
    console.log(`listening at ${await app.getUrl()}`);
  });
}
