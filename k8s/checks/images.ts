import type { Problem } from './problem.ts';
import { imagesOf, nameOf, type Resource } from './resource.ts';

/** Images of this repository have no tag in git: skaffold names what it has just built, by digest at a release. */
const ours = /^downscope\/[a-z-]+$/;
const byVersion = /:\d[\w.-]*$/;
const byDigest = /@sha256:[0-9a-f]{64}$/;

/** In what git holds, each image of others says its version. */
export function imagesWithoutVersion(resources: readonly Resource[]): Problem[] {
  return problems(
    resources,
    'image-version',
    (image) => ours.test(image) || byVersion.test(image) || byDigest.test(image),
  );
}

/** In a release, each image says the very bytes. */
export function imagesWithoutDigest(resources: readonly Resource[]): Problem[] {
  return problems(resources, 'image-digest', (image) => byDigest.test(image));
}

function problems(resources: readonly Resource[], rule: string, fits: (image: string) => boolean): Problem[] {
  return resources.flatMap((resource) =>
    imagesOf(resource)
      .filter((image) => !fits(image))
      .map((image) => ({ rule, resource: nameOf(resource), message: image })),
  );
}
