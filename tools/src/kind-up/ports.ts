import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

/** The cluster cannot have the port that was asked for. */
export class PortError extends Error {
  readonly code = 'port';
  override readonly name = 'PortError';
}

/** @throws PortError naming what to do */
export function portFrom(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new PortError(`--port ${text}: a number from 1 to 65535`);
}

/** @throws PortError where another program listens, or where an engine without root may not */
export async function mustBeFree(port: number, { rootless }: { rootless: boolean }): Promise<void> {
  if (rootless && port < firstUnprivilegedPort()) {
    throw new PortError(`a rootless engine may not listen on port ${port}: npm run kind:up -- --port 8080`);
  }
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    // Ours to refuse; the engine, which runs as root, may do it.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return;
    throw new PortError(
      `port ${port} of this machine is taken: npm run kind:up -- --port ${port === 8080 ? 8081 : 8080}`,
      {
        cause: error,
      },
    );
  } finally {
    server.close();
  }
}

export function hasIpv6Loopback(interfaces = networkInterfaces()): boolean {
  return Object.values(interfaces).some((addresses) => addresses?.some(({ address }) => address === '::1'));
}

/** Linux has it here; elsewhere the engine is in a machine of its own. */
function firstUnprivilegedPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 0;
  }
}
