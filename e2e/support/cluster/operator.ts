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

/** Resolves when no pod of it is left. */
export async function stop(kubectl: Kubectl, part: Part): Promise<void> {
  const { namespace, name, pods } = workloads[part];
  await kubectl.run('scale', name, '--replicas=0', `--namespace=${namespace}`);
  await kubectl.run('wait', 'pod', `--selector=${pods}`, '--for=delete', '--timeout=90s', `--namespace=${namespace}`);
}

/** Resolves when its pod is ready. */
export async function start(kubectl: Kubectl, part: Part): Promise<void> {
  const { namespace, name } = workloads[part];
  await kubectl.run('scale', name, '--replicas=1', `--namespace=${namespace}`);
  await kubectl.run('rollout', 'status', name, '--timeout=120s', `--namespace=${namespace}`);
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
