import { describe, expect, it, jest } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const startedWith = fileURLToPath(new URL('started-with.ts', import.meta.url));
const asked = promisify(execFile);
// Each case starts a process of its own.
jest.setTimeout(30_000);

function environment(alteration: object): NodeJS.ProcessEnv {
  return { FAULTS: JSON.stringify({ routes: {}, clockOffMs: 0, ...alteration }) };
}

describe('what a service is started with', () => {
  it.each([
    ['as options', "net.connect({ port, host: '127.0.0.1' })"],
    ['one by one', "net.connect(port, '127.0.0.1')"],
    ['to a socket', "new net.Socket().connect(port, '127.0.0.1')"],
  ])('leads a connection elsewhere whose port is given %s', async (_, connects) => {
    const elsewhere = createServer((socket) => socket.end('here'));
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
    const program = `import net from 'node:net'; const port = 9; ${connects}.on('data', (text) => console.log(String(text)))`;
    try {
      const { stdout } = await asked(
        process.execPath,
        ['--import', startedWith, '--input-type=module', '--eval', program],
        { env: environment({ routes: { 9: (elsewhere.address() as AddressInfo).port } }) },
      );
      expect(stdout).toBe('here\n');
    } finally {
      elsewhere.close();
    }
  });

  it.each([0, 3_600_000, -3_600_000])('sets every clock off by %i ms', (clockOffMs) => {
    const program =
      'console.log(JSON.stringify([Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date]))';
    const before = Date.now();
    const printed = execFileSync(
      process.execPath,
      ['--import', startedWith, '--input-type=module', '--eval', program],
      { env: environment({ clockOffMs }), encoding: 'utf8' },
    );
    const [now, fresh, given, isDate] = JSON.parse(printed) as [number, number, number, boolean];
    for (const time of [now, fresh]) {
      expect(time - clockOffMs).toBeGreaterThanOrEqual(before);
      expect(time - clockOffMs).toBeLessThanOrEqual(Date.now());
    }
    expect([given, isDate]).toEqual([5, true]);
  });
});
