import { z } from 'zod';

const prefix = 'nginx.ingress.kubernetes.io/';

const headerNames = z
  .string()
  .transform((text) => text.split(',').map((header) => header.trim()))
  .pipe(z.array(z.string().regex(/^[A-Za-z-]+$/)))
  .refine(
    (headers) => headers.includes('Authorization'),
    'must name Authorization: else the opaque token reaches the service',
  );

const cacheDurations = z
  .string()
  .transform((text) => text.split(',').map((duration) => duration.trim()))
  .pipe(
    z.array(
      z.string().regex(/^(20\d +)+\d+s$/, 'must give successes (20x) a time in seconds: a refusal is never cached'),
    ),
  );

const authAnnotations = z.strictObject({
  [`${prefix}auth-url`]: z.url({ protocol: /^http$/ }).transform((url) => new URL(url)),
  [`${prefix}auth-response-headers`]: headerNames,
  [`${prefix}auth-cache-key`]: z.string().regex(/^[$A-Za-z0-9_]+$/),
  [`${prefix}auth-cache-duration`]: cacheDurations,
});

/** The subrequest that swaps the opaque token for the JWT of one route's audience. */
export interface Authentication {
  readonly url: URL;
  readonly responseHeaders: readonly string[];
  readonly cacheKey: string;
  readonly cacheDurations: readonly string[];
}

export class AnnotationError extends Error {
  override readonly name = 'AnnotationError';
}

/** `undefined` when there is no annotation at all; an unknown, missing or malformed one is an error that names it. */
export function readAuthentication(annotations: Record<string, string>): Authentication | undefined {
  if (Object.keys(annotations).length === 0) return undefined;
  const result = authAnnotations.safeParse(annotations);
  if (!result.success) throw new AnnotationError(result.error.issues.map(describe).join('; '));
  return {
    url: result.data[`${prefix}auth-url`],
    responseHeaders: result.data[`${prefix}auth-response-headers`],
    cacheKey: result.data[`${prefix}auth-cache-key`],
    cacheDurations: result.data[`${prefix}auth-cache-duration`],
  };
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `annotation ${issue.keys.join(', ')} is unknown to the local edge`;
  return `annotation ${String(issue.path[0])}: ${issue.message}`;
}
