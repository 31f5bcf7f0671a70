import { EventSigningModule, EventsModule, eventTables } from '@downscope/events';
import { IdempotencyModule, idempotencyTables } from '@downscope/idempotency';
import { PostgresModule, postgresSettings } from '@downscope/postgres';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import { AppModule } from './app.module.ts';
import { NotesController } from './notes.controller.ts';

@Module({
  imports: [
    AppModule,
    PostgresModule.forRoot({
      settings: z.object(postgresSettings).parse(process.env),
      migrations: { events: eventTables, idempotency: idempotencyTables },
    }),
    EventsModule.forRoot({ service: 'notes', brokers: ['127.0.0.1:1'] }), // nobody: what is announced waits in the outbox
    EventSigningModule,
    IdempotencyModule,
  ],
  controllers: [NotesController],
})
export class NotesModule {}
