import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { outagePage } from './outage-page.ts';

/** The listener for requests that the edge cannot serve: its default backend. The swap is not to be reached by them. */
@Module({})
export class OutageModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** In place of all routing, which would answer a malformed path or an unknown method in its own way. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.removeAllListeners('request').on('request', outagePage);
  }
}
