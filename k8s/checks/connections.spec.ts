import { describe, expect, it } from '@jest/globals';
import { connectionsBeyond } from './connections.ts';
import { type Resource, resourcesIn } from './resource.ts';

const manifests = (...objects: object[]): Resource[] =>
  resourcesIn(objects.map((object) => JSON.stringify(object)).join('\n---\n'));

const service = (replicas: number, env: Readonly<Record<string, string>>): object => ({
  kind: 'Deployment',
  metadata: { name: 'order', namespace: 'apps' },
  spec: {
    replicas,
    template: {
      spec: {
        containers: [
          { name: 'order', image: 'order', env: Object.entries(env).map(([name, value]) => ({ name, value })) },
        ],
      },
    },
  },
});
const postgres = (...args: string[]): object => ({
  kind: 'StatefulSet',
  metadata: { name: 'postgres', namespace: 'data' },
  spec: { template: { spec: { containers: [{ name: 'postgres', image: 'postgres', args }] } } },
});
const withPoolOf = (size: string) => ({ DATABASE_URL_FILE: 'url', DATABASE_MAX_CONNECTIONS: size });

describe('connections to PostgreSQL', () => {
  it('suffice for all pods, and as many that leave', () => {
    expect(connectionsBeyond(manifests(service(2, withPoolOf('10')), postgres('-c', 'max_connections=51')))).toEqual(
      [],
    );
  });

  it.each([
    ['one too few', service(2, withPoolOf('10')), postgres('-c', 'max_connections=50'), 'is 50, .* want 51'],
    ['the default, for many', service(5, withPoolOf('10')), postgres(), 'is 100, .* want 123'],
    ['of pods that do not say how many', service(1, { DATABASE_URL_FILE: 'url' }), postgres(), 'not said'],
  ])('are told: %s', (_, ...parts) => {
    const [deployment, database, message] = parts;
    expect(connectionsBeyond(manifests(deployment, database))).toMatchObject([
      { rule: 'connections', message: expect.stringMatching(message) },
    ]);
  });

  it('are nobody’s concern without a database, or where somebody else runs it', () => {
    expect(connectionsBeyond(manifests(service(50, {}), postgres()))).toEqual([]);
    expect(connectionsBeyond(manifests(service(50, withPoolOf('10'))))).toEqual([]);
  });
});
