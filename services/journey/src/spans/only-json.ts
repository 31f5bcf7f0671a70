import { Injectable, type OnModuleInit, UnsupportedMediaTypeException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

const advice = 'OTLP is taken here as JSON only: set OTEL_EXPORTER_OTLP_PROTOCOL=http/json';

/** An exporter that sends protobuf is told what to do instead. */
@Injectable()
export class OnlyJson implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    const server: FastifyInstance = this.adapterHost.httpAdapter.getInstance();
    server.addContentTypeParser('*', (_request, _payload, done) => {
      done(new UnsupportedMediaTypeException(advice));
    });
  }
}
