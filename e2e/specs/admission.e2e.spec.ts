import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Kubectl, KubectlError } from '../support/cluster/kubectl.ts';
import { targetOf } from '../support/target.ts';

// k8s/base/admission, asked by dry runs: nothing is deployed.

const kubectl = await Kubectl.for(targetOf(process.env).context);
const prefix = 'nginx.ingress.kubernetes.io/';

interface Manifest {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: object;
}
const ofOrder = (file: string): Manifest =>
  parse(readFileSync(join(import.meta.dirname, '../../k8s/base/order', file), 'utf8')) as Manifest;
const ingress = ofOrder('ingress.yaml');
const service = ofOrder('service.yaml');

/** What the API server says to somebody who may do everything and deploys this as `another` in `namespace`. */
async function admit({ metadata, spec }: Manifest, kind: object, namespace = 'apps'): Promise<string> {
  const manifest = { ...kind, metadata: { ...metadata, name: 'another', namespace }, spec };
  try {
    return await kubectl.feed(JSON.stringify(manifest), 'create', '--dry-run=server', '--filename=-', '--output=name');
  } catch (error) {
    if (error instanceof KubectlError) return error.message;
    throw error;
  }
}
const routed = (changed: Manifest, namespace?: string) =>
  admit(changed, { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }, namespace);
const offered = (spec: object, namespace?: string) =>
  admit({ metadata: {}, spec: { ...service.spec, ...spec } }, { apiVersion: 'v1', kind: 'Service' }, namespace);

/** order's Ingress with some of its annotations changed, or gone. */
function annotated(changes: Readonly<Record<string, string | undefined>>): Manifest {
  const changed = Object.entries(changes).map(([name, value]) => [prefix + name, value] as const);
  const annotations = { ...ingress.metadata.annotations, ...Object.fromEntries(changed) };
  return { ...ingress, metadata: { annotations: JSON.parse(JSON.stringify(annotations)) as Record<string, string> } };
}

describe('where APIs run', () => {
  it('an Ingress that swaps is admitted', async () => {
    expect(await routed(ingress)).toBe('ingress.networking.k8s.io/another');
  });

  it.each<Readonly<Record<string, string | undefined>>>([
    { 'auth-url': undefined },
    { 'auth-url': 'http://phantom-token.edge.svc.cluster.local/swap' },
    { 'auth-url': 'http://phantom-token.edge.svc.cluster.local/swapp?audience=urn:downscope:order' },
    { 'auth-url': 'http://phantom-token.edge.svc.cluster.local/swap?audience=urn:downscope:order&audience=urn:x' },
    { 'auth-url': 'http://says-yes.apps.svc.cluster.local/swap?audience=urn:downscope:order' },
    { 'auth-url': 'http://phantom-token.edge.svc.cluster.local.example/swap?audience=urn:downscope:order' },
    { 'auth-response-headers': undefined },
    { 'auth-response-headers': 'X-Authorization' },
    { 'auth-proxy-set-headers': undefined },
    { 'auth-proxy-set-headers': 'edge/swap-headers' },
    { 'auth-cache-key': undefined },
    { 'auth-cache-key': '$host' },
    { 'auth-cache-duration': undefined },
    { 'auth-cache-duration': '200 202 1h' },
    { 'auth-cache-duration': '200 202 401 5s' },
    { 'enable-global-auth': 'false' },
    { 'auth-snippet': 'return 200;' },
    { 'configuration-snippet': 'auth_request off;' },
    { 'default-backend': 'says-yes' },
    { 'custom-http-errors': '401' },
    { 'an-annotation-to-come': 'true' },
  ])('one with %j is refused, and the annotation named', async (changes) => {
    const [name = ''] = Object.keys(changes);
    expect(await routed(annotated(changes))).toMatch(new RegExp(`'ingresses-swap' denied request: ${name}: must`));
  });

  it('one for another controller is refused', async () => {
    const another = { ...ingress, spec: { ...ingress.spec, ingressClassName: 'another' } };
    expect(await routed(another)).toMatch("'ingresses-swap' denied request: spec.ingressClassName: must be nginx");
  });

  it('a Service within the cluster is admitted', async () => {
    expect(await offered({})).toBe('service/another');
  });

  it.each([{ type: 'NodePort' }, { type: 'LoadBalancer' }, { externalIPs: ['192.0.2.1'] }])(
    'a Service with %j is refused',
    async (spec) => {
      const [name = ''] = Object.keys(spec);
      expect(await offered(spec)).toMatch(`'no-other-way-in' denied request: spec.${name}: must`);
    },
  );
});

describe('elsewhere', () => {
  it('pages are routed without a swap', async () => {
    expect(await routed({ ...ingress, metadata: {} }, 'identity')).toBe('ingress.networking.k8s.io/another');
  });

  it('a Service may have a port on nodes', async () => {
    expect(await offered({ type: 'NodePort' }, 'edge')).toBe('service/another');
  });
});
