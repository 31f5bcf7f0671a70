import { nodePod } from './node-pod.ts';

// Sources: kubernetes.io/docs/reference, networking.k8s.io/v1 Ingress, v1 Pod and Service; the annotations of ingress-nginx.

/** A place of its own beside what is deployed, for routes that nobody else has. */
export const namespace = 'e2e-edge';

export const hosts = { bigToken: 'big-token.e2e.localhost', limited: 'limited.e2e.localhost' };

/** As api-ingress.yaml of production has it, and few enough for a spec to go beyond. */
const limitPerSecond = '2';
export const tokenBytes = 12 * 1024;

const labels = { 'app.kubernetes.io/name': 'trial' };

/** At /swap a JWT as long as they get; anywhere else the length of the Authorization that came. */
const server = `
  import { createServer } from 'node:http';
  createServer((request, response) => {
    if (request.url === '/swap') response.setHeader('authorization', 'Bearer ' + 'a'.repeat(${tokenBytes}));
    response.end(String((request.headers.authorization ?? '').length));
  }).listen(3000);`;

/** @param image of a service: it has Node.js, and lies on the node already */
export function edgeTrial(image: string): object {
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      nodePod({
        metadata: { name: 'trial', namespace, labels },
        image,
        command: ['node', '--input-type=module', '--eval', server],
      }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'trial', namespace },
        spec: { selector: labels, ports: [{ port: 80, targetPort: 3000 }] },
      },
      ingress('big-token', hosts.bigToken, {
        'auth-url': `http://trial.${namespace}.svc.cluster.local/swap`,
        'auth-response-headers': 'Authorization',
      }),
      ingress('limited', hosts.limited, { 'limit-rps': limitPerSecond }),
    ],
  };
}

function ingress(name: string, host: string, annotations: Readonly<Record<string, string>>): object {
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  const backend = { service: { name: 'trial', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations: Object.fromEntries(prefixed) as Record<string, string> },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}
