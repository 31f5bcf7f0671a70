/**
 * `npm run kind:up`: a kind cluster with ingress-nginx, ready for `skaffold run`. Run again, it changes nothing that is as it should be.
 *
 * Usage: node tools/src/kind-up/main.ts [--name downscope] [--port 80] [--without-ingress]
 */
import { Kubectl } from '@downscope/e2e/support/cluster/kubectl.ts';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clusterConfig, portLabel } from './cluster-config.ts';
import { untilReady } from './controller.ts';
import { settingsOfSkaffold } from './origins.ts';
import { hasIpv6Loopback, mustBeFree, PortError, portFrom } from './ports.ts';
import { fetchOnce, ingressNginx } from './release.ts';
import { askProgram, engineOf, missing } from './requirements.ts';

const root = join(import.meta.dirname, '../../..');
const usage = 'Usage: npm run kind:up -- [--name NAME] [--port PORT] [--without-ingress]';

try {
  const { values } = parseArgs({
    options: {
      name: { type: 'string', default: 'downscope' },
      port: { type: 'string' },
      'without-ingress': { type: 'boolean', default: false },
    },
  });
  const wanted = values.port === undefined ? undefined : portFrom(values.port);
  const complaints = missing(askProgram);
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  if (engineOf(askProgram) === 'podman') process.env['KIND_EXPERIMENTAL_PROVIDER'] ??= 'podman';

  const clusters = kind(['get', 'clusters']).split('\n');
  if (!clusters.includes(values.name)) await create(values.name, wanted ?? 80);
  const kubectl = await Kubectl.for(`kind-${values.name}`);
  const port = await portOf(kubectl, wanted);
  if (port !== undefined) settingsOfSkaffold(root, port);
  if (!values['without-ingress']) await installIngress(kubectl);

  const origin = `http://api.downscope.localhost${port === undefined || port === 80 ? '' : `:${String(port)}`}`;
  console.log(
    `kind-${values.name} is up. Next: skaffold run --kube-context kind-${values.name}; then ${origin}/orders`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    console.error(usage);
  process.exitCode = 1;
}

async function create(name: string, port: number): Promise<void> {
  const info = ['docker', 'podman'].map((program) => askProgram(program, ['info', '--format', '{{json .}}']));
  const rootless = info.some((printed) => /name=rootless|"rootless":true/.test(printed ?? ''));
  await mustBeFree(port, { rootless });
  kind(['create', 'cluster', '--name', name, '--config', '-'], clusterConfig({ port, ipv6: hasIpv6Loopback() }));
}

/**
 * By which port its node is reached: what it was made with, which no second run can change. Of a cluster that was made otherwise, only
 * who runs this knows.
 */
async function portOf(kubectl: Kubectl, wanted: number | undefined): Promise<number | undefined> {
  const label = portLabel.replaceAll('.', String.raw`\.`);
  const made = await kubectl.run('get', 'nodes', `--output=jsonpath={.items[0].metadata.labels.${label}}`);
  if (made === '') return wanted;
  const port = Number(made);
  if (wanted === undefined || wanted === port) return port;
  const again = `kind delete cluster --name ${kubectl.context.slice('kind-'.length)}`;
  throw new PortError(
    `this cluster was made with port ${String(port)}: ${again}, and then again with --port ${String(wanted)}`,
  );
}

async function installIngress(kubectl: Kubectl): Promise<void> {
  await fetchOnce(ingressNginx, join(root, '.data/ingress-nginx/deploy.yaml'));
  const folder = join(root, 'k8s/ingress-nginx');
  const manifests = await kubectl.run('kustomize', '--load-restrictor=LoadRestrictionsNone', folder);
  await kubectl.feed(manifests, 'apply', '--server-side', '--force-conflicts', '--filename=-');
  await untilReady(kubectl, '300s');
}

function kind(args: readonly string[], input?: string): string {
  const stdio =
    input === undefined ? (['ignore', 'pipe', 'inherit'] as const) : (['pipe', 'inherit', 'inherit'] as const);
  const { status, stdout } = spawnSync('kind', args, { stdio: [...stdio], encoding: 'utf8', input });
  if (status !== 0) throw new Error(`kind ${args.join(' ')} ended with ${String(status)}`);
  return input === undefined ? stdout : '';
}
