import { randomBytes } from 'node:crypto';
import { type Certified, lasts, newAuthority, newServer } from './certificates.ts';
import { type Secret, secret } from './secrets.ts';

/** What a cluster has of these already, by the Secrets' names in the namespace data. */
export interface KafkaPresent {
  readonly kafka: Readonly<Record<string, string>>;
  readonly 'kafka-operator': Readonly<Record<string, string>>;
  readonly 'kafka-ca': Readonly<Record<string, string>>;
  readonly 'kafka-tls': Readonly<Record<string, string>>;
}

interface ConfigMap {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly data: Readonly<Record<string, string>>;
}

const names = ['kafka.data.svc.cluster.local', 'kafka.data.svc', 'kafka.data', 'kafka'];

/**
 * How the broker and its operator prove who they are, and by which certificates the broker is known. What is there stays, but for
 * certificates that are about to end.
 */
export async function kafkaSecrets(present: KafkaPresent, now: Date): Promise<(Secret | ConfigMap)[]> {
  const authority = await authorityOf(present['kafka-ca'], now);
  return [
    ...passwords(present),
    secret('data', 'kafka-ca', { 'tls.crt': authority.certificate, 'tls.key': authority.key }),
    secret('data', 'kafka-tls', await serverOf(present['kafka-tls'], authority, now)),
    ...['data', 'apps'].map((namespace) => configMap(namespace, 'kafka-ca', { 'ca.crt': authority.certificate })),
  ];
}

/** Names are random too: a token whose subject is called so would be taken for it. */
function passwords({ kafka, 'kafka-operator': present }: KafkaPresent): Secret[] {
  const { username = newName('operator'), password = newPassword() } = present;
  const itself = { username: kafka['username'] ?? newName('broker'), password: kafka['password'] ?? newPassword() };
  const users = [itself, { username, password }].map((user) => `user_${user.username}="${user.password}"`).join(' ');
  const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${itself.username}" password="${itself.password}" ${users};`;
  const superUsers = `User:${itself.username};User:${username}`;
  return [
    secret('data', 'kafka', { ...itself, jaas, 'super-users': superUsers }),
    secret('data', 'kafka-operator', { username, password }),
  ];
}

async function authorityOf(
  { 'tls.crt': certificate, 'tls.key': key }: KafkaPresent['kafka-ca'],
  now: Date,
): Promise<Certified> {
  return lasts(certificate, now) && key !== undefined ? { certificate, key } : newAuthority(now);
}

/** As Kafka reads a PEM key store: the key, and the chain of its certificates. */
async function serverOf(
  present: KafkaPresent['kafka-tls'],
  authority: Certified,
  now: Date,
): Promise<Secret['stringData']> {
  const { 'tls.crt': certificate, 'keystore.pem': keystore } = present;
  if (lasts(certificate, now) && keystore !== undefined && present['ca.crt'] === authority.certificate) {
    return { 'tls.crt': certificate, 'keystore.pem': keystore, 'ca.crt': authority.certificate };
  }
  const server = await newServer(authority, names, now);
  return {
    'tls.crt': server.certificate,
    'keystore.pem': [server.key, server.certificate, authority.certificate].join('\n'),
    'ca.crt': authority.certificate,
  };
}

const newName = (name: string): string => `${name}-${randomBytes(8).toString('hex')}`;
const newPassword = (): string => randomBytes(24).toString('base64url');

const configMap = (namespace: string, name: string, data: ConfigMap['data']): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});
