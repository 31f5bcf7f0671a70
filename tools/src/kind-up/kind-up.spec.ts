import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterConfig, nodeImage, portLabel } from './cluster-config.ts';
import { originsWith, settingsOfSkaffold } from './origins.ts';
import { hasIpv6Loopback, mustBeFree, PortError, portFrom } from './ports.ts';

const root = join(import.meta.dirname, '../../..');

describe('the cluster', () => {
  const config = (options: Parameters<typeof clusterConfig>[0]) =>
    JSON.parse(clusterConfig(options)) as { nodes: [{ image: string; extraPortMappings: object[]; labels: object }] };

  it('maps one port, on both loopback addresses, and no 443', () => {
    expect(config({ port: 8080, ipv6: true }).nodes[0].extraPortMappings).toEqual([
      { containerPort: 80, hostPort: 8080, listenAddress: '127.0.0.1' },
      { containerPort: 80, hostPort: 8080, listenAddress: '::1' },
    ]);
    expect(config({ port: 80, ipv6: false }).nodes[0].extraPortMappings).toHaveLength(1);
  });

  it('has an image by version and digest, and remembers its port', () => {
    expect(nodeImage).toMatch(/^kindest\/node:v\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$/);
    expect(config({ port: 8080, ipv6: false }).nodes).toMatchObject([
      { image: nodeImage, labels: { [portLabel]: '8080' } },
    ]);
  });
});

describe('the port', () => {
  it.each(['0', '65536', '80.5', 'http', ''])('may not be %p', (text) => {
    expect(() => portFrom(text)).toThrow(PortError);
  });

  it('that is taken is told, with another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(mustBeFree(port, { rootless: false })).rejects.toThrow(/is taken: npm run kind:up -- --port 8080/);
    server.close();
    await once(server, 'close');
    await expect(mustBeFree(port, { rootless: true })).resolves.toBeUndefined();
  });

  it('is mapped for IPv6 where there is any', () => {
    const address = { address: '::1' } as never;
    expect(hasIpv6Loopback({ lo: [address] })).toBe(true);
    expect(hasIpv6Loopback({ lo: [{ address: '127.0.0.1' } as never] })).toBe(false);
  });
});

describe('the origins', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kind-up-'));
    for (const file of ['k8s/overlays/kind/settings.env', 'k8s/dev/skaffold.env'])
      cpSync(join(root, file), join(folder, file));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const environment = () => readFileSync(join(folder, 'skaffold.env'), 'utf8');

  it('follow from the port', () => {
    const settings =
      'ENVIRONMENT=kind\nISSUER=http://id.downscope.localhost\nAPI_ORIGIN=http://api.downscope.localhost\n';
    expect(originsWith(8080, settings)).toEqual([
      'ISSUER=http://id.downscope.localhost:8080',
      'API_ORIGIN=http://api.downscope.localhost:8080',
    ]);
  });

  it('are what skaffold renders, also after a second time, and no longer with port 80', () => {
    settingsOfSkaffold(folder, 8080);
    settingsOfSkaffold(folder, 8080);
    expect(environment()).toBe('SKAFFOLD_WATCH_POLL_INTERVAL=200\nDOWNSCOPE_OVERLAYS=.data/overlays\n');
    for (const overlay of ['kind', 'dev']) {
      const made = readFileSync(join(folder, '.data/overlays', overlay, 'kustomization.yaml'), 'utf8');
      expect(made).toContain('http://id.downscope.localhost:8080');
      expect(made).toContain(`../../../k8s/overlays/${overlay}`);
    }

    settingsOfSkaffold(folder, 80);
    expect(environment()).toBe('SKAFFOLD_WATCH_POLL_INTERVAL=200\n');
    expect(existsSync(join(folder, '.data/overlays'))).toBe(false);
  });

  it("leave the rest of one's skaffold.env", () => {
    const own = '# mine\nSKAFFOLD_CACHE_ARTIFACTS=true\nSKAFFOLD_WATCH_POLL_INTERVAL=1000\n';
    writeFileSync(join(folder, 'skaffold.env'), own);
    settingsOfSkaffold(folder, 8080);
    settingsOfSkaffold(folder, 80);
    expect(environment()).toBe(own);
  });
});
