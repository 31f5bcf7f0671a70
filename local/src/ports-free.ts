import { once } from 'node:events';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { portCount, type Ports } from './stack.ts';

export class PortTakenError extends Error {
  readonly code = 'port_taken';
  override readonly name = 'PortTakenError';
}

/** Fails with the first port that another program listens on. */
export async function requireFreePorts(ports: Partial<Ports>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new PortTakenError(
      `port ${port}, which ${name} needs, is taken. Set DOWNSCOPE_PORT to the first of ${portCount} free ports in a row, or end the program that has it`,
    );
  }
}

const lowest = 20_000;
const highest = 32_000;
const attempts = 50;

/** The first of `portCount` ports in a row that are free, for a stack of its own. */
export async function findPortBlock(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const base = randomInt(lowest, highest - portCount);
    const block = Array.from({ length: portCount }, (_, index) => base + index);
    if ((await Promise.all(block.map(isFree))).every(Boolean)) return base;
  }
  throw new PortTakenError(`found no ${portCount} free ports in a row between ${lowest} and ${highest}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ port, host: '127.0.0.1' });
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
