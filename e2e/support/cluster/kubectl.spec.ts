import { describe, expect, it } from '@jest/globals';
import { kindContext, Kubectl, KubectlError } from './kubectl.ts';

describe('the context of kubectl', () => {
  it('is the one that is named, whatever it is', async () => {
    expect(await Kubectl.for('production')).toMatchObject({ context: 'production' });
  });

  it("is the current one if that is a kind cluster's", () => {
    expect(kindContext('kind-downscope')).toBe('kind-downscope');
  });

  it.each(['production', 'my-kind-cluster', ''])('is not %p only because that is current', (current) => {
    expect(() => kindContext(current)).toThrow(KubectlError);
  });
});
