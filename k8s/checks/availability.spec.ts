import { describe, expect, it } from '@jest/globals';
import { impatientProbes, singlePods } from './availability.ts';
import { type Resource, resourcesIn } from './resource.ts';

const manifests = (...objects: object[]): Resource[] =>
  resourcesIn(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
const deployment = ({ probes = {}, replicas }: { probes?: object; replicas?: number } = {}) => ({
  kind: 'Deployment',
  metadata: { name: 'order', namespace: 'apps' },
  spec: { replicas, template: { spec: { containers: [{ name: 'order', image: 'order', ...probes }] } } },
});

describe('a probe', () => {
  it('has three seconds, three times', () => {
    const probe = { timeoutSeconds: 3, failureThreshold: 3 };
    expect(impatientProbes(manifests(deployment({ probes: { readinessProbe: probe } })))).toEqual([]);
  });

  it.each([
    ['readinessProbe', {}],
    ['readinessProbe', { timeoutSeconds: 5, failureThreshold: 2 }],
    ['livenessProbe', { timeoutSeconds: 1 }],
    ['startupProbe', { failureThreshold: 90 }],
  ])('%s %j fails on a busy node', (which, probe) => {
    expect(impatientProbes(manifests(deployment({ probes: { [which]: probe } })))).toMatchObject([
      { resource: 'Deployment.apps.order', message: expect.stringContaining(`${which} of order`) },
    ]);
  });
});

describe('a single pod', () => {
  it('is told', () => {
    for (const one of [deployment(), deployment({ replicas: 1 })]) {
      expect(singlePods(manifests(one))).toMatchObject([{ resource: 'Deployment.apps.order' }]);
    }
  });

  it('is none with two, or with an autoscaler', () => {
    const autoscaler = {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'any', namespace: 'apps' },
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'order' } },
    };
    expect(singlePods(manifests(deployment({ replicas: 2 })))).toEqual([]);
    expect(singlePods(manifests(deployment(), autoscaler))).toEqual([]);
  });
});
