import { describe, expect, it } from '@jest/globals';
import { brokerDoors, withTopics } from './broker.ts';
import { resourcesIn } from './resource.ts';

const pods = (name: string) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } });
const policy = (namespace: string, name: string, spec: object) => {
  return { kind: 'NetworkPolicy', metadata: { namespace, name }, spec: { ...pods(name), ...spec } };
};
const manifests = (letIn: readonly string[], dialing: readonly string[]) => {
  const objects = [
    policy('data', 'kafka', {
      ingress: [
        { from: letIn.map(pods), ports: [{ port: 9092 }] },
        { from: [pods('kafka-access')], ports: [{ port: 9094 }] },
      ],
    }),
    ...dialing.map((name) => policy('apps', name, { egress: [{ to: [pods('kafka')], ports: [{ port: 9092 }] }] })),
  ];
  return resourcesIn(objects.map((object) => JSON.stringify(object)).join('\n---\n'));
};
const services = ['billing', 'order'];

describe('the ways to the broker', () => {
  it('are those of the services that privileges.yaml gives topics', () => {
    expect(withTopics()).toEqual(services);
    expect(brokerDoors(manifests(services, services))).toEqual([]);
  });

  it.each([
    ['one too many is let in', [...services, 'customer'], services, 'lets in billing, customer, order'],
    ['one is not let in', ['order'], services, 'lets in order,'],
    ['one too many dials it', services, [...services, 'customer'], 'is dialed by billing, customer, order'],
    ['one does not reach it', services, ['billing'], 'is dialed by billing,'],
  ])('are wrong where %s', (_, letIn, dialing, message) => {
    expect(brokerDoors(manifests(letIn, dialing))).toEqual([
      {
        rule: 'broker-doors',
        resource: 'NetworkPolicy.data.kafka',
        message: expect.stringContaining(message) as unknown,
      },
    ]);
  });

  it('are nobody’s business where the platform has a broker', () => {
    expect(brokerDoors([])).toEqual([]);
  });
});
