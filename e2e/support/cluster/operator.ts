import { databaseOwners } from '@downscope/local/stack';
import { z } from 'zod';
import type { Edge, Part } from '../stack.ts';
import type { Kubectl } from './kubectl.ts';
import { databaseSecrets, workloads } from './places.ts';

const Deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({ envFrom: z.tuple([z.object({ configMapRef: z.object({ name: z.string() }) })]) }),
        ]),
      }),
    }),
  }),
});
const Settings = z.object({ data: z.object({ ISSUER: z.url(), API_ORIGIN: z.url() }) });

/** The origins that identity runs with: whoever deployed chose them, the ingress's port included. */
export async function originsOf(kubectl: Kubectl): Promise<{ issuer: string; apiOrigin: string }> {
  const get = async (what: string) =>
    JSON.parse(await kubectl.run('get', what, '--namespace=identity', '--output=json')) as unknown;
  const [container] = Deployment.parse(await get('deployment/identity')).spec.template.spec.containers;
  const { data } = Settings.parse(await get(`configmap/${container.envFrom[0].configMapRef.name}`));
  return { issuer: data.ISSUER, apiOrigin: data.API_ORIGIN };
}

export async function edgeOf(kubectl: Kubectl): Promise<Edge> {
  const { namespace, name } = workloads.nginx;
  const images = '--output=jsonpath={.spec.template.spec.containers[*].image}';
  const image = await kubectl.run('get', name, `--namespace=${namespace}`, images);
  return image.includes('traefik') ? 'traefik' : 'ingress-nginx';
}

/** Of what is deployed. A service's has Node.js, and lies on the node already. */
export function imageOf(kubectl: Kubectl, part: Part): Promise<string> {
  const { namespace, name } = workloads[part];
  const images = '--output=jsonpath={.spec.template.spec.containers[0].image}';
  return kubectl.run('get', name, `--namespace=${namespace}`, images);
}

/** Connection strings as the services have them, but by way of `port` on this machine. */
export async function databaseUrls(kubectl: Kubectl, port: number): Promise<Record<string, string>> {
  const urls = databaseOwners.map(async (owner): Promise<[string, string]> => {
    const secret = ['get', `secret/${owner}-database`, `--namespace=${databaseSecrets[owner]}`];
    const url = new URL(atob(await kubectl.run(...secret, '--output=jsonpath={.data.url}')));
    url.host = `127.0.0.1:${port}`;
    return [owner, url.href];
  });
  return Object.fromEntries(await Promise.all(urls));
}

/** Where a stopped workload remembers how many pods it had: who starts it need not be who stopped it. */
const podsBefore = 'e2e.downscope/replicas';

/** Resolves when no pod of it is left. */
export async function stop(kubectl: Kubectl, part: Part): Promise<void> {
  const { namespace, name, pods } = workloads[part];
  const replicas = await kubectl.run('get', name, '--output=jsonpath={.spec.replicas}', `--namespace=${namespace}`);
  if (replicas !== '0') {
    await kubectl.run('annotate', name, `${podsBefore}=${replicas}`, '--overwrite', `--namespace=${namespace}`);
  }
  await kubectl.run('scale', name, '--replicas=0', `--namespace=${namespace}`);
  await kubectl.run('wait', 'pod', `--selector=${pods}`, '--for=delete', '--timeout=90s', `--namespace=${namespace}`);
}

/** Resolves when as many pods as it had are ready. */
export async function start(kubectl: Kubectl, part: Part): Promise<void> {
  const { namespace, name } = workloads[part];
  const annotation = `--output=jsonpath={.metadata.annotations.${podsBefore.replaceAll('.', String.raw`\.`)}}`;
  const replicas = (await kubectl.run('get', name, annotation, `--namespace=${namespace}`)) || '1';
  await kubectl.run('scale', name, `--replicas=${replicas}`, `--namespace=${namespace}`);
  await kubectl.run('rollout', 'status', name, '--timeout=240s', `--namespace=${namespace}`);
}

/** What the running pods of some parts have logged: part -> text. */
export async function logsOf(kubectl: Kubectl, parts: readonly Part[]): Promise<Map<string, string>> {
  const texts = parts.map(async (part): Promise<[string, string]> => {
    const { namespace, pods } = workloads[part];
    const all = ['--all-containers', '--tail=-1', '--max-log-requests=20'];
    return [part, await kubectl.run('logs', `--selector=${pods}`, ...all, `--namespace=${namespace}`)];
  });
  return new Map(await Promise.all(texts));
}

/** Asked inside of each of its pods: a Service would answer for one of them. */
export async function metricsOf(kubectl: Kubectl, part: Part): Promise<string[]> {
  const { namespace, pods } = workloads[part];
  const names = await kubectl.run('get', 'pods', `--selector=${pods}`, '--output=name', `--namespace=${namespace}`);
  const read = `fetch('http://127.0.0.1:' + process.env.PORT + '/metrics').then((answer) => answer.text()).then(console.log)`;
  return Promise.all(
    names.split('\n').map((pod) => kubectl.run('exec', pod, `--namespace=${namespace}`, '--', 'node', '--eval', read)),
  );
}
