import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server that can fall silent, as when a cable is cut: neither FIN nor RST, and nothing more in either direction. */
export class SilentLine {
  private readonly sockets = new Set<Socket>();
  private silent = false;

  private constructor(private readonly listener: Server) {}

  static async to(socketPath: string): Promise<SilentLine> {
    const listener = createServer();
    const line = new SilentLine(listener);
    listener.on('connection', (near) => {
      line.join(near, connect(socketPath));
    });
    await once(listener.listen(0, '127.0.0.1'), 'listening');
    return line;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  fallsSilent(): void {
    this.silent = true;
  }

  /** For new connections; those that were cut stay so. */
  isMended(): void {
    this.silent = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await once(this.listener.close(), 'close');
  }

  private join(near: Socket, far: Socket): void {
    let cut = this.silent;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from.on('error', () => undefined));
      from.on('data', (chunk) => {
        cut ||= this.silent;
        if (!cut) to.write(chunk);
      });
      from.on('end', () => {
        if (!cut) to.end();
      });
    }
  }
}
