/**
 * `npm run k8s:secrets`: the passwords of the databases in a cluster and the key of identity's keys, random, made once.
 * Run again, it changes none.
 *
 * Usage: node tools/src/k8s-secrets/main.ts [--context NAME]
 */
import { Kubectl } from '@downscope/e2e/support/cluster/kubectl.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { completed, keyEncryptionSecret, secretsOf } from './secrets.ts';

const namespaces = ['namespaces', 'data'].map((folder) => join(import.meta.dirname, '../../../k8s/base', folder));

const { values } = parseArgs({ options: { context: { type: 'string' } } });

try {
  const kubectl = await Kubectl.for(values.context);
  for (const folder of namespaces) await kubectl.run('apply', '--kustomize', folder);
  const { key } = await contentOf(kubectl, 'identity', 'identity-key-encryption');
  const passwords = completed(await contentOf(kubectl, 'data', 'postgres'));
  const secrets = [...secretsOf(passwords), keyEncryptionSecret(key)];
  const manifests = secrets.map((secret) => JSON.stringify(secret)).join('\n---\n');
  // On the server's side: on this one, kubectl would keep the passwords in an annotation too.
  await kubectl.feed(manifests, 'apply', '--server-side', '--field-manager=k8s-secrets', '--filename=-');
  console.log(`Secrets: ${secrets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
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
