import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Kubectl, KubectlError } from './kubectl.ts';

export interface ServicePort {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

interface Tunnel {
  readonly port: number;
  readonly end: () => void;
}

/**
 * A port of this machine that leads to one of the cluster. It stays the same while pods come and go: `kubectl port-forward`,
 * which ends with the pod that it leads to, starts with the first connection and again when one comes and none runs.
 */
export class Forward {
  readonly #kubectl: Kubectl;
  readonly #target: ServicePort;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #tunnel: Promise<Tunnel> | undefined;

  private constructor(kubectl: Kubectl, target: ServicePort) {
    this.#kubectl = kubectl;
    this.#target = target;
    this.#server = createServer((socket) => void this.#lead(socket));
  }

  static async open(kubectl: Kubectl, target: ServicePort): Promise<Forward> {
    const forward = new Forward(kubectl, target);
    forward.#server.listen(0, '127.0.0.1');
    await once(forward.#server, 'listening');
    return forward;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Its pod is another now. */
  async reset(): Promise<void> {
    const tunnel = this.#tunnel;
    this.#tunnel = undefined;
    for (const socket of this.#sockets) socket.destroy();
    (await tunnel?.catch(() => undefined))?.end();
  }

  async close(): Promise<void> {
    this.#server.close();
    await this.reset();
  }

  async #lead(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    try {
      const { port } = await (this.#tunnel ??= this.#start());
      const far = connect(port, '127.0.0.1');
      for (const [one, other] of [
        [socket, far],
        [far, socket],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
      socket.pipe(far).pipe(socket);
    } catch {
      socket.destroy();
    }
  }

  async #start(): Promise<Tunnel> {
    const { namespace, service, port } = this.#target;
    const where = [`service/${service}`, `:${port}`, '--address=127.0.0.1', `--namespace=${namespace}`];
    const child = this.#kubectl.spawn('port-forward', ...where);
    const complaints: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
    const { promise, resolve, reject } = Promise.withResolvers<Tunnel>();
    child.stdout.on('data', (chunk: Buffer) => {
      const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+)/m.exec(chunk.toString()) ?? [];
      if (local !== undefined) resolve({ port: Number(local), end: () => child.kill() });
    });
    child.on('error', reject);
    child.on('exit', () => {
      reject(new KubectlError(`port-forward ${namespace}/${service}: ${complaints.join('').trim()}`));
      if (this.#tunnel === promise) this.#tunnel = undefined;
    });
    return promise;
  }
}
