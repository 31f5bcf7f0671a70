export { IdempotencyKey } from './idempotency-key.ts';
export { IdempotencyKeyInUse, IdempotencyKeyMalformed, IdempotencyKeyReused } from './idempotency.errors.ts';
export { type Attempt, IdempotencyKeys, type Kept } from './idempotency-keys.ts';
export { IdempotencyModule } from './idempotency.module.ts';
export { idempotencyTables } from './idempotency-tables.ts';
