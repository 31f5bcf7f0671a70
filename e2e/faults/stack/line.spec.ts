import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Line } from './line.ts';

jest.setTimeout(30_000);

let echo: Server;
let line: Line;
const open: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined).pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  line = await Line.to((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await line[Symbol.asyncDispose]();
  echo.close();
});

async function caller(): Promise<Socket> {
  const socket = connect(line.port, '127.0.0.1');
  open.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function echoOf(socket: Socket, word: string): Promise<string> {
  socket.write(word);
  const [heard] = (await once(socket, 'data')) as [Buffer];
  return heard.toString();
}

/** Whether an answer comes within a moment in which it would have come a hundred times. */
async function isAnswered(answer: Promise<string>): Promise<boolean> {
  return Promise.race([answer.then(() => true), pause(200).then(() => false)]);
}

describe('a line', () => {
  it('passes on what is said, and the end of it', async () => {
    const socket = await caller();
    expect(await echoOf(socket, 'hello')).toBe('hello');
    socket.end();
    await once(socket, 'end');
    expect(socket.readableEnded).toBe(true);
  });

  it('that is cut resets what is open, and takes nothing until it is healed', async () => {
    const before = await caller();
    await echoOf(before, 'hello');
    const reset = once(before, 'error');
    line.cut();
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);

    const during = await caller().catch((error: unknown) => error as Socket);
    if (during.readable) await once(during, 'error');
    line.heal();
    expect(await echoOf(await caller(), 'again')).toBe('again');
  });

  it('that is silent holds back everything, on old connections and on new ones, and loses nothing', async () => {
    const before = await caller();
    await echoOf(before, 'hello');
    line.silence();
    const old = echoOf(before, 'old');
    const fresh = echoOf(await caller(), 'fresh');
    expect([await isAnswered(old), await isAnswered(fresh)]).toEqual([false, false]);
    line.heal();
    expect(await Promise.all([old, fresh])).toEqual(['old', 'fresh']);
  });

  it('that is slow is late by as much in each direction', async () => {
    const socket = await caller();
    line.slowBy(100);
    const startedMs = performance.now();
    await echoOf(socket, 'hello');
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
  });
});
