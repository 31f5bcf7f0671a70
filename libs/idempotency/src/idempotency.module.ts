import { Global, Module } from '@nestjs/common';
import { IdempotencyKeys } from './idempotency-keys.ts';

/** Provides IdempotencyKeys to the whole service, and forgets those that have expired. */
@Global()
@Module({ providers: [IdempotencyKeys], exports: [IdempotencyKeys] })
export class IdempotencyModule {}
