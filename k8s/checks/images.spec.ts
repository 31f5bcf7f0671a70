import { describe, expect, it } from '@jest/globals';
import { imagesWithoutDigest, imagesWithoutVersion } from './images.ts';
import { resourcesIn } from './resource.ts';

const digest = `sha256:${'0'.repeat(64)}`;

function running(image: string): ReturnType<typeof resourcesIn> {
  const pod = { initContainers: [{ name: 'migrate', image }], containers: [{ name: 'service', image: `x@${digest}` }] };
  return resourcesIn(
    JSON.stringify({ kind: 'Job', metadata: { name: 'work', namespace: 'apps' }, spec: { template: { spec: pod } } }),
  );
}

describe('an image in git', () => {
  it.each(['postgres:18', 'apache/kafka:4.4.0', 'registry.example:5000/postgres:18.4', `postgres@${digest}`])(
    'may be %s',
    (image) => {
      expect(imagesWithoutVersion(running(image))).toEqual([]);
    },
  );

  it('may be one of ours, which skaffold names', () => {
    expect(imagesWithoutVersion(running('downscope/order'))).toEqual([]);
  });

  it.each(['postgres', 'postgres:latest', 'registry.example:5000/postgres', 'elsewhere/downscope/order'])(
    'may not be %s',
    (image) => {
      expect(imagesWithoutVersion(running(image))).toEqual([
        { rule: 'image-version', resource: 'Job.apps.work', message: image },
      ]);
    },
  );
});

describe('an image of a release', () => {
  it('is named by digest', () => {
    expect(imagesWithoutDigest(running(`registry.example/downscope/order:1@${digest}`))).toEqual([]);
  });

  it.each(['downscope/order', 'postgres:18', 'postgres@sha256:0'])('is not %s', (image) => {
    expect(imagesWithoutDigest(running(image))).toMatchObject([{ rule: 'image-digest', message: image }]);
  });
});
