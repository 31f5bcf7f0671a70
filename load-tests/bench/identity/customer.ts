import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for the customer service, which identity asks at each login who a person is as a customer. */
export class Customer implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Customer> {
    const answer = JSON.stringify({ customer_number: 'C-1001', region: 'eu' });
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end(answer);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Customer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
