import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Takes connections, and never says anything. */
let collector: Server;
const sockets: Socket[] = [];
beforeAll(async () => {
  collector = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(() => {
  collector.close();
  for (const socket of sockets) socket.destroy();
});

it('a collector that does not answer holds up no process that ends', async () => {
  const { stopTelemetry } = await import('./telemetry.ts');
  trace.getTracer('spec').startSpan('anything').end();
  const since = performance.now();
  await stopTelemetry();
  expect(performance.now() - since).toBeLessThan(5_000);
}, 60_000);
