import { describe, expect, it } from '@jest/globals';
import { resourcesIn } from './resource.ts';
import { secretsAmong } from './secrets.ts';

describe('a Secret', () => {
  it('is found among manifests', () => {
    const manifests =
      'kind: ConfigMap\nmetadata: {name: settings}\n---\nkind: Secret\nmetadata: {name: database, namespace: apps}\n';
    expect(secretsAmong(resourcesIn(manifests))).toMatchObject([{ resource: 'Secret.apps.database' }]);
  });
});
