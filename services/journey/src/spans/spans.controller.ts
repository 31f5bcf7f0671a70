import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { z } from 'zod';
import { spansOf, traceExport } from './otlp.ts';
import { SpanStore } from './span-store.ts';

@Controller('v1/traces')
export class SpansController {
  constructor(private readonly store: SpanStore) {}

  /** OTLP/HTTP: an empty object says that all spans were taken. */
  @Post()
  @HttpCode(200)
  take(@Body({ schema: traceExport }) body: z.infer<typeof traceExport>): Record<string, never> {
    this.store.add(spansOf(body));
    return {};
  }
}
