/**
 * `npm run k8s:secrets`: what outlives a deploy (k8s/kept): namespaces, and in them the passwords of the databases and the key of
 * identity's keys, random, made once;
 * passwords for the broker, and certificates that it is known by. Run again, it changes none that is good for a while.
 *
 * Usage: node tools/src/k8s-secrets/main.ts [--context NAME] [--dev]
 */
import { Kubectl } from '@downscope/e2e/support/cluster/kubectl.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kafkaSecrets } from './kafka-secrets.ts';
import { completed, keyEncryptionSecret, secretsOf } from './secrets.ts';

const { values } = parseArgs({ options: { context: { type: 'string' }, dev: { type: 'boolean' } } });
const kept = join(import.meta.dirname, '../../../k8s/kept', values.dev ? 'dev' : 'kind');

try {
  const kubectl = await Kubectl.for(values.context);
  await untilGone(kubectl);
  const manifests = await kubectl.run('kustomize', '--load-restrictor=LoadRestrictionsNone', kept);
  await kubectl.feed(manifests, 'apply', '--filename=-');
  const { key } = await contentOf(kubectl, 'identity', 'identity-key-encryption');
  const passwords = completed(await contentOf(kubectl, 'data', 'postgres'));
  const present = {
    kafka: await contentOf(kubectl, 'data', 'kafka'),
    'kafka-operator': await contentOf(kubectl, 'data', 'kafka-operator'),
    'kafka-ca': await contentOf(kubectl, 'data', 'kafka-ca'),
    'kafka-tls': await contentOf(kubectl, 'data', 'kafka-tls'),
  };
  const secrets = [...secretsOf(passwords), keyEncryptionSecret(key), ...(await kafkaSecrets(present, new Date()))];
  const secretManifests = secrets.map((secret) => JSON.stringify(secret)).join('\n---\n');
  // On the server's side: on this one, kubectl would keep the passwords in an annotation too.
  await kubectl.feed(secretManifests, 'apply', '--server-side', '--field-manager=k8s-secrets', '--filename=-');
  console.log(`Secrets: ${secrets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** `skaffold delete` does not wait: a namespace that is on its way out takes nothing in. */
async function untilGone(kubectl: Kubectl): Promise<void> {
  const leaving = (await kubectl.run('get', 'namespaces', '--field-selector=status.phase=Terminating', '--output=name'))
    .split('\n')
    .filter(Boolean);
  if (leaving.length === 0) return;
  console.log(`Waiting until what was deleted is gone: ${leaving.join(', ')}`);
  await kubectl.run('wait', ...leaving, '--for=delete', '--timeout=300s');
}

/** What a Secret holds; nothing where it is not there yet. */
async function contentOf(kubectl: Kubectl, namespace: string, name: string): Promise<Record<string, string>> {
  const found = await kubectl.run(
    ...['get', `--namespace=${namespace}`, 'secret', name, '--ignore-not-found', '--output=json'],
  );
  if (found === '') return {};
  const { data = {} } = JSON.parse(found) as { data?: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, atob(value)]));
}
