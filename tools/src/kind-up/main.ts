/**
 * `npm run kind:up`: a kind cluster with ingress-nginx, ready for `skaffold run`. Run again, it brings an older one up to date.
 *
 * Usage: node tools/src/kind-up/main.ts [--name downscope]
 */
import { Kubectl } from '@downscope/e2e/support/cluster/kubectl.ts';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { download, ingressNginx } from './release.ts';

const root = join(import.meta.dirname, '../../..');
const { values } = parseArgs({ options: { name: { type: 'string', default: 'downscope' } } });

try {
  const clusters = kind(['get', 'clusters'], 'pipe').split('\n');
  if (!clusters.includes(values.name)) {
    kind(
      ['create', 'cluster', '--name', values.name, '--config', join(import.meta.dirname, 'cluster.yaml')],
      'inherit',
    );
  }
  const folder = join(root, '.data/ingress-nginx');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'deploy.yaml'), await download(ingressNginx));

  const kubectl = await Kubectl.for(`kind-${values.name}`);
  const manifests = await kubectl.run(
    'kustomize',
    '--load-restrictor=LoadRestrictionsNone',
    join(root, 'k8s/ingress-nginx'),
  );
  await kubectl.feed(manifests, 'apply', '--server-side', '--force-conflicts', '--filename=-');
  const controller = ['deployment/ingress-nginx-controller', '--namespace=ingress-nginx'];
  await kubectl.run('rollout', 'status', ...controller, '--timeout=300s');
  console.log(`kind-${values.name} is up: skaffold run --kube-context kind-${values.name}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function kind(args: readonly string[], output: 'inherit' | 'pipe'): string {
  const { status, error, stdout } = spawnSync('kind', args, { stdio: ['ignore', output, 'inherit'], encoding: 'utf8' });
  if (error) throw new Error(`kind cannot be run (https://kind.sigs.k8s.io): ${error.message}`);
  if (status !== 0) throw new Error(`kind ${args.join(' ')} ended with ${String(status)}`);
  return output === 'pipe' ? stdout : '';
}
