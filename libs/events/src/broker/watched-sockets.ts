import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

interface Destination {
  readonly host: string;
  readonly port: number;
  readonly ssl?: ConnectionOptions | undefined;
  readonly onConnect: () => void;
}

const checkIntervalMs = 500;

/**
 * Sockets that are given up when the other end stays silent: a broker that vanished without closing its connections (a lost node, a
 * network that drops) says neither FIN nor RST, and TCP would wait for it for a quarter of an hour.
 */
export class WatchedSockets {
  private readonly open = new Set<Socket>();
  private isClosed = false;

  /** @param silenceMs how long a peer may leave unanswered what it was sent */
  constructor(private readonly silenceMs: number) {}

  readonly connect = ({ host, port, ssl, onConnect }: Destination): Socket => {
    const servername = isIP(host) ? {} : { servername: host };
    const socket = ssl
      ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setNoDelay(true);
    // kafkajs ends one that is gone again and again, and each time adds a listener that nobody calls.
    socket.setMaxListeners(0);
    this.open.add(socket);
    this.watch(socket);
    // A client that is ended may still be about to connect again.
    if (this.isClosed) socket.destroy(new Error('closed'));
    return socket;
  };

  /** Ends all of them at once, and for good: whoever waits for an answer waits no more. */
  destroy(): void {
    this.isClosed = true;
    for (const socket of this.open) socket.destroy(new Error('closed'));
  }

  private watch(socket: Socket): void {
    let heardAt = performance.now();
    let writtenThen = 0;
    socket.on('data', () => {
      heardAt = performance.now();
      writtenThen = socket.bytesWritten;
    });
    const check = setInterval(() => {
      const answered = !socket.connecting && socket.bytesWritten <= writtenThen;
      if (answered) heardAt = performance.now();
      else if (performance.now() - heardAt > this.silenceMs) socket.destroy(new Error('silent'));
    }, checkIntervalMs);
    check.unref();
    socket.once('close', () => {
      clearInterval(check);
      this.open.delete(socket);
    });
  }
}
