import { describe, expect, it } from '@jest/globals';
import { annotationsRefused } from './annotations.ts';
import { resourcesIn } from './resource.ts';

function annotated(annotation: string): ReturnType<typeof resourcesIn> {
  const metadata = { name: 'order', namespace: 'apps', annotations: { [annotation]: 'x' } };
  return resourcesIn(JSON.stringify({ kind: 'Ingress', metadata }));
}

describe('an annotation of an Ingress', () => {
  it.each(['auth-url', 'limit-rps', 'auth-cache-key'])('may be %s', (name) => {
    expect(annotationsRefused(annotated(`nginx.ingress.kubernetes.io/${name}`))).toEqual([]);
  });

  it("may be another program's", () => {
    expect(annotationsRefused(annotated('cert-manager.io/cluster-issuer'))).toEqual([]);
  });

  it.each([
    ['configuration-snippet', 'is of risk Critical'],
    ['auth-uri', 'is none of ingress-nginx'],
  ])('may not be %s: it %s', (name, why) => {
    expect(annotationsRefused(annotated(`nginx.ingress.kubernetes.io/${name}`))).toEqual([
      { rule: 'ingress-annotation', resource: 'Ingress.apps.order', message: expect.stringContaining(why) },
    ]);
  });
});
