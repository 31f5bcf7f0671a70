import { describe, expect, it } from '@jest/globals';
import { type Asker, engineOf, isAtLeast, missing } from './requirements.ts';

const here: Record<string, string> = {
  docker: '28.1.1\n',
  kind: 'kind v0.30.0 go1.24.6 linux/arm64\n',
  kubectl: 'Client Version: v1.34.1\nKustomize Version: v5.7.1\n',
  skaffold: 'v2.16.1\n',
};
const asking =
  (change: Record<string, string | undefined>): Asker =>
  (program) =>
    ({ ...here, ...change })[program];

describe('what kind:up needs', () => {
  it('is there', () => {
    expect(missing(asking({}))).toEqual([]);
    expect(engineOf(asking({}))).toBe('docker');
  });

  it('may be Podman', () => {
    const podman = asking({ docker: undefined, podman: '5.4.0' });
    expect(missing(podman)).toEqual([]);
    expect(engineOf(podman)).toBe('podman');
  });

  it.each([
    ['kind', 'kind v0.23.0 go1.22.4 darwin/arm64', 'kind is 0.23.0, 0.27 is needed (an older one cannot load images'],
    ['kind', undefined, 'kind 0.27 or newer is missing'],
    ['kubectl', 'Client Version: v1.26.9', 'kubectl is 1.26.9'],
    ['skaffold', 'v2.9.0', 'skaffold is 2.9.0'],
    ['docker', undefined, 'docker 20.10 or newer is missing, or does not answer'],
    ['docker', '19.03.9', 'docker is 19.03.9'],
  ])('is told of %s %s, with how to get it', (program, printed, complaint) => {
    const complaints = missing(asking({ [program]: printed }));
    expect(complaints).toEqual([expect.stringContaining(complaint)]);
    expect(complaints[0]).toMatch(/https:\/\//);
  });

  it.each([
    ['0.24.0', '0.24', true],
    ['0.9.0', '0.24', false],
    ['1.27', '1.27', true],
    ['2.14.0', '2.9', true],
  ])('%s is at least %s: %s', (version, wanted, expected) => {
    expect(isAtLeast(version, wanted)).toBe(expected);
  });
});
