/**
 * `npm run k8s:secrets`: the passwords of the databases in a cluster, random, made once. Run again, it changes none.
 *
 * Usage: node tools/src/k8s-secrets/main.ts [--context NAME]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { currentContext, writableContext } from '../kubernetes/context.ts';
import { kubectl } from '../kubernetes/kubectl.ts';
import { completed, type Passwords, secretsOf } from './secrets.ts';

const namespaces = join(import.meta.dirname, '../../../k8s/base/namespaces');

const { values } = parseArgs({ options: { context: { type: 'string' } } });

try {
  const context = ['--context', writableContext(values.context, await currentContext())];
  await kubectl(['apply', ...context, '--kustomize', namespaces]);
  const secrets = secretsOf(completed(await presentPasswords(context)));
  // On the server's side: on this one, kubectl would keep the passwords in an annotation too.
  const apply = ['apply', ...context, '--server-side', '--field-manager=k8s-secrets', '--filename=-'];
  await kubectl(apply, secrets.map((secret) => JSON.stringify(secret)).join('\n---\n'));
  console.log(`Secrets: ${secrets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function presentPasswords(context: readonly string[]): Promise<Passwords> {
  const query = ['get', ...context, '--namespace=data', 'secret', 'postgres', '--ignore-not-found', '--output=json'];
  const found = await kubectl(query);
  if (found === '') return {};
  const { data = {} } = JSON.parse(found) as { data?: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([role, value]) => [role, atob(value)]));
}
