import { describe, expect, it } from '@jest/globals';
import { autoscalerProblems } from './autoscalers.ts';
import { hostsWithoutOneCertificate, unreachableSolvers } from './certificates.ts';
import { unreachableMesh } from './mesh.ts';
import { type Resource, resourcesIn } from './resource.ts';

const manifests = (...objects: object[]): Resource[] =>
  resourcesIn(objects.map((object) => JSON.stringify(object)).join('\n---\n'));

const ingress = (namespace: string, { tls = true, host = 'api.example' } = {}) => ({
  kind: 'Ingress',
  metadata: { name: 'any', namespace, annotations: tls ? { 'cert-manager.io/cluster-issuer': 'any' } : {} },
  spec: { rules: [{ host }], ...(tls && { tls: [{ hosts: [host] }] }) },
});
const solvers = (namespace: string, port = 8089) => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'acme-solvers', namespace },
  spec: {
    podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
    ingress: [{ ports: [{ port }] }],
  },
});

describe('certificates', () => {
  it('are one for each host, whose other Ingresses have none', () => {
    expect(hostsWithoutOneCertificate(manifests(ingress('edge'), ingress('apps', { tls: false })))).toEqual([]);
  });

  it('are none where nothing has any', () => {
    expect(hostsWithoutOneCertificate(manifests(ingress('apps', { tls: false })))).toEqual([]);
  });

  it.each([
    ['two of a host', [ingress('edge'), ingress('apps')], 'has 2: Ingress.edge.any, Ingress.apps.any'],
    [
      'a host without',
      [ingress('edge', { host: 'id.example' }), ingress('apps', { tls: false })],
      'has no certificate',
    ],
  ])('are wrong: %s', (_, objects, message) => {
    expect(hostsWithoutOneCertificate(manifests(...objects))).toEqual([
      { rule: 'certificate-per-host', resource: 'Host.api.example', message },
    ]);
  });

  it('by HTTP-01 need a way to the solver, in its namespace and to its port', () => {
    expect(unreachableSolvers(manifests(ingress('edge'), solvers('edge')))).toEqual([]);
    for (const other of [solvers('apps'), solvers('edge', 8080)]) {
      expect(unreachableSolvers(manifests(ingress('edge'), other))).toMatchObject([{ resource: 'Ingress.edge.any' }]);
    }
  });
});

describe('a mesh', () => {
  const settings = (data: object) => ({ kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'apps' }, data });
  const production = settings({ ENVIRONMENT: 'production', ALLOW_INSECURE_HTTP: 'true' });
  const policy = { kind: 'NetworkPolicy', metadata: { name: 'mesh', namespace: 'apps' }, spec: { podSelector: {} } };

  it('that encrypts for production is reached', () => {
    expect(unreachableMesh(manifests(production, policy))).toEqual([]);
    expect(unreachableMesh(manifests(production))).toMatchObject([{ resource: 'ConfigMap.apps.settings' }]);
  });

  it.each([{ ENVIRONMENT: 'kind', ALLOW_INSECURE_HTTP: 'true' }, { ENVIRONMENT: 'production' }])(
    'is not asked for by %j',
    (data) => {
      expect(unreachableMesh(manifests(settings(data)))).toEqual([]);
    },
  );
});

describe('an autoscaler', () => {
  const scaled = (spec: object = {}) => ({
    kind: 'Deployment',
    metadata: { name: 'order', namespace: 'apps' },
    spec: {
      template: {
        spec: { containers: [{ name: 'order', image: 'order', resources: { requests: { cpu: '400m' } } }] },
      },
      ...spec,
    },
  });
  const autoscaler = ({ name = 'order', averageValue = '400m', minReplicas = 2 } = {}) => ({
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'order', namespace: 'apps' },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name },
      minReplicas,
      metrics: [{ resource: { name: 'cpu', target: { averageValue } } }],
    },
  });

  it('aims at what is requested', () => {
    expect(autoscalerProblems(manifests(scaled(), autoscaler()))).toEqual([]);
  });

  it.each([
    ['more than is requested', scaled(), autoscaler({ averageValue: '0.5' }), 'it aims at 500m of CPU, of which 400m'],
    ['no Deployment', scaled(), autoscaler({ name: 'orders' }), 'there is no Deployment orders in apps'],
    ['a Deployment that counts', scaled({ replicas: 2 }), autoscaler(), 'says replicas'],
    ['one pod', scaled(), autoscaler({ minReplicas: 1 }), 'an eviction is an outage'],
  ])('is wrong with %s', (_, deployment, other, message) => {
    expect(autoscalerProblems(manifests(deployment, other))).toMatchObject([
      { resource: 'HorizontalPodAutoscaler.apps.order', message: expect.stringContaining(message) },
    ]);
  });
});
