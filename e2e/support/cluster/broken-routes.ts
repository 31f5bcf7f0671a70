import { z } from 'zod';
import type { BrokenEdge } from '../broken-edge.ts';
import { type BrokenSwap, brokenSwaps, hostOf, paths } from '../broken-swaps.ts';
import type { Kubectl } from './kubectl.ts';
import { nodePod } from './node-pod.ts';
import { imageOf } from './operator.ts';

// Sources: kubernetes.io/docs/reference, networking.k8s.io/v1 Ingress, discovery.k8s.io/v1 EndpointSlice; the annotations of ingress-nginx.

/** Where nobody says that routes must swap: in the namespace of the APIs, none of these is admitted. */
const namespace = 'e2e-bypass';
const labels = { 'app.kubernetes.io/name': 'says-yes' };
const server = "require('node:http').createServer((_, response) => response.end()).listen(3000)";
const httpPort = { name: 'http', port: 80, targetPort: 3000 };

/** Routes of their own to the APIs' pods. */
export async function brokenRoutes(kubectl: Kubectl, origin: string): Promise<BrokenEdge> {
  const forget = () => kubectl.run('delete', 'namespace', namespace, '--ignore-not-found');
  // Of a run that was killed.
  await forget();
  const services = await Promise.all(Object.values(paths).map((name) => sameAs(kubectl, name)));
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...services.flat(),
    ...saysYesTo(await imageOf(kubectl, 'billing')),
    ...brokenSwaps.flatMap((swap) => Object.entries(paths).map(([path, service]) => route(swap, path, service))),
  ];
  await kubectl.feed(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), 'create', '--filename=-');
  await kubectl.run('wait', 'pod/says-yes', `--namespace=${namespace}`, '--for=condition=Ready', '--timeout=60s');
  return {
    origin,
    async [Symbol.asyncDispose]() {
      await forget();
    },
  };
}

const slices = z.object({
  items: z.array(z.object({ endpoints: z.array(z.looseObject({ addresses: z.array(z.string()) })).nullish() })),
});

/** A Service that leads to the pods of one in another namespace. */
async function sameAs(kubectl: Kubectl, name: string): Promise<object[]> {
  const selector = `kubernetes.io/service-name=${name}`;
  const found = await kubectl.run(
    'get',
    'endpointslices',
    '--namespace=apps',
    `--selector=${selector}`,
    '--output=json',
  );
  const endpoints = slices.parse(JSON.parse(found)).items.flatMap(({ endpoints }) => endpoints ?? []);
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [httpPort] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 3000 }],
      endpoints: endpoints.map(({ addresses }) => ({ addresses, conditions: { ready: true } })),
    },
  ];
}

function saysYesTo(image: string): object[] {
  const metadata = { name: 'says-yes', namespace, labels };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [httpPort] } },
    nodePod({ metadata, image, command: ['node', '--eval', server] }),
  ];
}

function route(swap: BrokenSwap, path: string, service: string): object {
  const { authUrl, responseHeaders } = swap;
  const prefix = 'nginx.ingress.kubernetes.io/';
  const annotations = authUrl && {
    [`${prefix}auth-url`]: authUrl(`urn:downscope:${service}`),
    [`${prefix}auth-response-headers`]: responseHeaders,
  };
  const backend = { service: { name: service, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `${swap.name}-${service}`, namespace, annotations: annotations ?? {} },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: hostOf(swap), http: { paths: [{ path, pathType: 'Prefix', backend }] } }],
    },
  };
}
