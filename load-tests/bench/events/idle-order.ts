import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answers } from '../answers.ts';
import { cpuOfProcess } from '../cpu.ts';
import { endProcess } from '../end-process.ts';
import { freePort } from '../free-port.ts';

const service = join(import.meta.dirname, '../../../services/order');
/** Until what a start leaves behind is done. */
const settlingMs = 15_000;
const idleMs = 60_000;

/** What part of one core order takes while nobody asks it anything, as production runs it: its relay looks, its consumer listens. */
export async function idleOrder(databaseUrl: string, broker: string): Promise<number> {
  const port = String(await freePort());
  const nobody = 'http://127.0.0.1:1';
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: service,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: port,
      OTEL_SERVICE_NAME: 'order',
      ISSUER: 'http://id.bench.localhost',
      API_ORIGIN: 'http://api.bench.localhost',
      ...{ IDENTITY_URL: nobody, CUSTOMER_URL: nobody, BILLING_URL: nobody },
      ALLOW_INSECURE_HTTP: 'true',
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: broker,
      KAFKA_SECURITY_PROTOCOL: 'PLAINTEXT',
    },
  });
  try {
    await answers(`http://127.0.0.1:${port}/health/ready`, [child]);
    await pause(settlingMs);
    const before = cpuOfProcess(child.pid ?? 0);
    const since = performance.now();
    await pause(idleMs);
    return (cpuOfProcess(child.pid ?? 0) - before) / (performance.now() - since);
  } finally {
    await endProcess(child);
  }
}
