import { beforeAll, describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { kafkaSecrets } from './kafka-secrets.ts';

type Made = Awaited<ReturnType<typeof kafkaSecrets>>;

const now = new Date();
const daysLater = (days: number): Date => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
const nothing = { kafka: {}, 'kafka-operator': {}, 'kafka-ca': {}, 'kafka-tls': {} };

const contentIn = (made: Made, name: string): Record<string, string> => {
  for (const each of made) if (each.kind === 'Secret' && each.metadata.name === name) return { ...each.stringData };
  throw new Error(`there is no Secret ${name}`);
};
const presentIn = (made: Made) => ({
  kafka: contentIn(made, 'kafka'),
  'kafka-operator': contentIn(made, 'kafka-operator'),
  'kafka-ca': contentIn(made, 'kafka-ca'),
  'kafka-tls': contentIn(made, 'kafka-tls'),
});

let first: Made;
beforeAll(async () => {
  first = await kafkaSecrets(nothing, now);
});

describe('what the broker is known by', () => {
  it('stays, but for a certificate that is about to end', async () => {
    expect(await kafkaSecrets(presentIn(first), daysLater(300))).toEqual(first);

    const renewed = await kafkaSecrets(presentIn(first), daysLater(350));
    expect(contentIn(renewed, 'kafka-tls')).not.toEqual(contentIn(first, 'kafka-tls'));
    expect(contentIn(renewed, 'kafka-ca')).toEqual(contentIn(first, 'kafka-ca'));
  });

  it('is what a client trusts that has the ConfigMap, by each of its names', () => {
    const [ca] = first.flatMap((each) => (each.kind === 'ConfigMap' ? [each.data['ca.crt'] ?? ''] : []));
    const server = new X509Certificate(contentIn(first, 'kafka-tls')['tls.crt'] ?? '');
    expect(server.verify(new X509Certificate(ca ?? '').publicKey)).toBe(true);
    expect(server.checkHost('kafka.data.svc.cluster.local')).toBe('kafka.data.svc.cluster.local');
    expect(server.checkHost('kafka.elsewhere')).toBeUndefined();
  });

  it('serves TLS as it stands', async () => {
    const { 'keystore.pem': pem = '', 'ca.crt': ca } = contentIn(first, 'kafka-tls');
    const server = createServer({ key: pem, cert: pem }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', ca, servername: 'kafka.data.svc.cluster.local' });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
    server.close();
  });

  it('has its key in the namespace of the broker alone', () => {
    const withKeys = first.filter((each) => JSON.stringify(each).includes('PRIVATE KEY'));
    expect(withKeys.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      'data/kafka-ca',
      'data/kafka-tls',
    ]);
  });
});

describe('passwords of the broker', () => {
  it('let itself and its operator in, under names that nobody can guess', () => {
    const { jaas = '', 'super-users': superUsers, username } = contentIn(first, 'kafka');
    const operator = contentIn(first, 'kafka-operator');
    expect(superUsers).toBe(`User:${username ?? ''};User:${operator['username'] ?? ''}`);
    expect(username).toMatch(/^broker-[0-9a-f]{16}$/);
    expect(operator['username']).toMatch(/^operator-[0-9a-f]{16}$/);
    expect(jaas).toContain(`user_${operator['username'] ?? ''}="${operator['password'] ?? ''}"`);
  });
});
