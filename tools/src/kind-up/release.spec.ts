import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checked, ChecksumError, DownloadError, fetchOnce } from './release.ts';

const pinned = {
  url: 'https://downloads.example/deploy.yaml',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
};

describe('a downloaded release', () => {
  it('is taken when it is what was pinned', () => {
    expect(checked(Buffer.from('abc'), pinned).toString()).toBe('abc');
  });

  it('is refused when it is another', () => {
    expect(() => checked(Buffer.from('abd'), pinned)).toThrow(ChecksumError);
  });

  it('is fetched once, and again when the file is another', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end('abc');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const folder = mkdtempSync(join(tmpdir(), 'release-'));
    const file = join(folder, 'deploy.yaml');
    const release = { ...pinned, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` };

    await fetchOnce(release, file);
    await fetchOnce(release, file);
    expect([asked, readFileSync(file, 'utf8')]).toEqual([1, 'abc']);
    writeFileSync(file, 'abd');
    await fetchOnce(release, file);
    expect([asked, readFileSync(file, 'utf8')]).toEqual([2, 'abc']);

    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    rmSync(file);
    const unreachable = fetchOnce(release, file);
    await expect(unreachable).rejects.toThrow(DownloadError);
    await expect(unreachable).rejects.toThrow(/fetch failed, .*HTTPS_PROXY/);
    rmSync(folder, { recursive: true });
  });
});
