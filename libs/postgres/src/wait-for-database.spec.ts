import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { DatabaseUnreachableError, waitForDatabase } from './wait-for-database.ts';

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('waiting for a database that does not come', () => {
  it('is told once, ends at the deadline, and names the database without its password', async () => {
    const port = String(await freePort());
    const said: string[] = [];

    const waiting = waitForDatabase(`postgresql://order:secret@127.0.0.1:${port}/order`, {
      deadlineMs: 1_500,
      say: (line) => said.push(line),
    });

    await expect(waiting).rejects.toThrow(DatabaseUnreachableError);
    await expect(waiting).rejects.toThrow(`the database at 127.0.0.1:${port} did not answer for 1.5 s`);
    expect(said).toEqual([expect.stringContaining(`Waiting up to 1.5 s for the database at 127.0.0.1:${port}`)]);
    expect(said.join()).not.toContain('secret');
  });
});
