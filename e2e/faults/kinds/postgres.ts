import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Strike } from '../fault.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

const endABackend = `
  SELECT pg_terminate_backend(pid) FROM (
    SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname <> 'postgres'
    ORDER BY random() LIMIT 1) AS one`;
const readOnly = 'ALTER SYSTEM SET default_transaction_read_only = on';
const writable = 'ALTER SYSTEM RESET default_transaction_read_only';
const reload = 'SELECT pg_reload_conf()';

export const postgresFaults: readonly Fault[] = [
  {
    name: 'PostgreSQL restarted',
    times: 10,
    short: 1,
    // In turn: stopped, and killed.
    async strike(stack: FaultStack, { nth, healing }: Strike): Promise<void> {
      await (nth % 2 === 0 ? stack.kill('postgres') : stack.stop('postgres'));
      healing();
      await stack.start('postgres');
    },
  },
  {
    name: 'a backend ended, any of them',
    times: 200,
    short: 8,
    async strike(stack: FaultStack, { healing }: Strike): Promise<void> {
      await stack.sql(endABackend);
      healing();
    },
  },
  {
    name: 'PostgreSQL read-only',
    times: 5,
    short: 1,
    async strike(stack: FaultStack, { isShort, healing }: Strike): Promise<void> {
      await stack.sql(readOnly);
      await stack.sql(reload);
      await pause(isShort ? 2_000 : 5_000);
      healing();
      await stack.sql(writable);
      await stack.sql(reload);
    },
  },
];
