import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';

/** `npm run k8s:secrets`, or the platform, makes them in the cluster; a manifest never holds one. */
export function secretsAmong(resources: readonly Resource[]): Problem[] {
  return resources
    .filter(({ kind }) => kind === 'Secret')
    .map((resource) => ({
      rule: 'secret-in-manifest',
      resource: nameOf(resource),
      message: 'a Secret is no manifest',
    }));
}
