/**
 * `npm run k8s:secrets`: the passwords of the databases in a cluster, random, made once. Run again, it changes none.
 *
 * Usage: node tools/src/k8s-secrets/main.ts [--context NAME]
 */
import { Kubectl } from '@downscope/e2e/support/cluster/kubectl.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { completed, type Passwords, secretsOf } from './secrets.ts';

const namespaces = ['namespaces', 'data'].map((folder) => join(import.meta.dirname, '../../../k8s/base', folder));

const { values } = parseArgs({ options: { context: { type: 'string' } } });

try {
  const kubectl = await Kubectl.for(values.context);
  for (const folder of namespaces) await kubectl.run('apply', '--kustomize', folder);
  const secrets = secretsOf(completed(await presentPasswords(kubectl)));
  const manifests = secrets.map((secret) => JSON.stringify(secret)).join('\n---\n');
  // On the server's side: on this one, kubectl would keep the passwords in an annotation too.
  await kubectl.feed(manifests, 'apply', '--server-side', '--field-manager=k8s-secrets', '--filename=-');
  console.log(`Secrets: ${secrets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function presentPasswords(kubectl: Kubectl): Promise<Passwords> {
  const found = await kubectl.run(
    'get',
    '--namespace=data',
    'secret',
    'postgres',
    '--ignore-not-found',
    '--output=json',
  );
  if (found === '') return {};
  const { data = {} } = JSON.parse(found) as { data?: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([role, value]) => [role, atob(value)]));
}
