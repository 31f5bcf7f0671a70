import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Api } from '../support/api.ts';
import { lookupLoopback } from '../support/loopback.ts';
import { openStack } from '../support/open-stack.ts';

const stack = await openStack();
afterAll(() => stack.close());

const { host, hostname, port } = new URL(stack.apiOrigin);
const everyMs = 100;

/** Connections to the edge that never come to an end by themselves. Where it ends one, that is over. */
class Held implements Disposable {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly sockets: readonly Socket[];

  private constructor(sockets: readonly Socket[]) {
    this.sockets = sockets;
  }

  static async open(count: number): Promise<Held> {
    const sockets = Array.from({ length: count }, () =>
      connect({ host: hostname, port: Number(port || 80), lookup: lookupLoopback }),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) socket.on('error', () => undefined);
    return new Held(sockets);
  }

  /** How many the edge still holds, too. */
  get count(): number {
    return this.sockets.filter(({ readyState }) => readyState === 'open').length;
  }

  /** Sends the beginning at once, and then a piece now and then. */
  drip(beginning: string, piece: string): this {
    for (const socket of this.sockets) {
      socket.write(beginning);
      this.timers.push(setInterval(() => socket.writable && socket.write(piece), everyMs));
    }
    return this;
  }

  [Symbol.dispose](): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const socket of this.sockets) socket.destroy();
  }
}

describe('others are served while clients hold on to', () => {
  let alice: Api;
  let authorization: string;
  beforeAll(async () => {
    const { opaqueToken } = await stack.login('alice');
    alice = stack.api(opaqueToken);
    authorization = `Authorization: Bearer ${opaqueToken.reveal()}`;
  });

  /** One after the other, as an application asks. */
  async function statuses(): Promise<number[]> {
    const seen = new Set<number>();
    for (let asked = 0; asked < 20; asked += 1) {
      seen.add((await alice.get('/orders?limit=1')).status);
      seen.add((await alice.post('/orders', { lines: [] })).status);
    }
    return [...seen];
  }

  it('a thousand connections without a request', async () => {
    using held = await Held.open(1_000);
    expect(await statuses()).toEqual([200, 400]);
    expect(held.count).toBe(1_000);
  });

  it('two hundred whose headers do not end', async () => {
    using held = await Held.open(200);
    held.drip(`GET /orders HTTP/1.1\r\nHost: ${host}\r\n`, 'X: y\r\n');
    expect(await statuses()).toEqual([200, 400]);
  });

  it('two hundred whose bodies do not end, strangers’ and their own', async () => {
    const post = `POST /orders HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n`;
    using strangers = await Held.open(100);
    strangers.drip(`${post}\r\n{`, ' ');
    using own = await Held.open(100);
    own.drip(`${post}${authorization}\r\n\r\n{`, ' ');
    expect(await statuses()).toEqual([200, 400]);
  });
});
