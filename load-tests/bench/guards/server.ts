/** One API of the comparison over HTTP, in a process of its own. Usage: server.ts CONTESTANT JWKS_URI */
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Contestant, moduleOf } from './apis.ts';

const [contestant, jwksUri = ''] = process.argv.slice(2);
const module = await moduleOf(contestant as Contestant, jwksUri);
const api = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
await api.listen(0, '127.0.0.1');

process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit());
process.send?.(await api.getUrl());
