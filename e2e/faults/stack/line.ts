import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** A line between two parts: a TCP proxy that can be cut, fall silent, or become slow. */
export class Line implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #delayMs = 0;
  #heard = Promise.resolve();
  #speakAgain: () => void = () => undefined;

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket: Socket) => {
      this.#join(socket);
    });
  }

  /** @param port where it is reached; any, if not said */
  static async to(targetPort: number, port = 0): Promise<Line> {
    const server = createServer({ allowHalfOpen: true });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return new Line(server, targetPort);
  }

  /** Ends every connection (RST), and takes none. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Says nothing more in either direction, without ending a connection: as a network that drops all packets. */
  silence(): void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#heard = promise.then(() => undefined);
    this.#speakAgain = () => {
      resolve(undefined);
    };
  }

  /** Whatever is said arrives that much later. */
  slowBy(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** What was said into the silence arrives now, as what TCP sends again would. */
  heal(): void {
    this.#isCut = false;
    this.#delayMs = 0;
    this.#speakAgain();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#speakAgain();
    await pause(0);
  }

  #join(caller: Socket): void {
    if (this.#isCut) {
      caller.resetAndDestroy();
      return;
    }
    const target = connect({ port: this.#targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const both = [caller, target];
    for (const socket of both) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        for (const other of both) other.destroy();
      });
      // Whoever resets a connection has it reset on the other side too.
      socket.on('error', () => {
        for (const other of both) if (!other.destroyed) other.resetAndDestroy();
      });
    }
    caller.pipe(this.#hold()).pipe(target);
    target.pipe(this.#hold()).pipe(caller);
  }

  /** Holds back what comes by as long as the line does: its end too. */
  #hold(): Transform {
    const wait = async (): Promise<void> => {
      if (this.#delayMs > 0) await pause(this.#delayMs);
      await this.#heard;
    };
    return new Transform({
      transform: (chunk, _, done) => {
        void wait().then(() => {
          done(null, chunk);
        });
      },
      flush: (done) => {
        void wait().then(() => {
          done();
        });
      },
    });
  }
}
