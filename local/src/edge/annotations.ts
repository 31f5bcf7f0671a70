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

const whole = z
  .string()
  .regex(/^[1-9]\d*$/, 'must be a whole number')
  .transform(Number);

/** What an Ingress may have besides a swap. */
const settings = z.object({
  [`${prefix}proxy-body-size`]: z
    .string()
    .regex(/^\d+[km]$/)
    .default('1m'),
  [`${prefix}limit-rps`]: whole.optional(),
  [`${prefix}limit-burst-multiplier`]: whole.default(5),
  [`${prefix}force-ssl-redirect`]: z.literal('true').optional(),
  // Another program's: it obtains the certificate that `tls` names.
  'cert-manager.io/cluster-issuer': z.string().optional(),
});

const authentication = z.strictObject({
  [`${prefix}auth-url`]: z.url({ protocol: /^http$/ }).transform((url) => new URL(url)),
  [`${prefix}auth-response-headers`]: headerNames,
  [`${prefix}auth-proxy-set-headers`]: z
    .string()
    .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must name a ConfigMap: namespace/name'),
  [`${prefix}auth-cache-key`]: z.literal(
    '$http_authorization',
    "must be $http_authorization, or one caller gets another's JWT",
  ),
  [`${prefix}auth-cache-duration`]: cacheDurations,
});

/** The subrequest that swaps the opaque token for the JWT of one route's audience. */
export interface Authentication {
  readonly url: URL;
  readonly responseHeaders: readonly string[];
  /** The ConfigMap, namespace/name, of the headers that the subrequest has in place of the client's. */
  readonly headersFrom: string;
  readonly cacheKey: string;
  readonly cacheDurations: readonly string[];
}

/** How often one address may ask, all paths of an Ingress together. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Annotations {
  readonly authentication: Authentication | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** In nginx's words: 64k, 1m. */
  readonly bodySize: string;
  readonly isHttpsAlone: boolean;
}

export class AnnotationError extends Error {
  override readonly name = 'AnnotationError';
}

/** @throws AnnotationError naming an annotation that is unknown, missing or malformed */
export function readAnnotations(annotations: Readonly<Record<string, string>>): Annotations {
  const known = parse(settings, annotations);
  const others = Object.entries(annotations).filter(([name]) => !(name in settings.shape));
  const perSecond = known[`${prefix}limit-rps`];
  return {
    authentication: others.length === 0 ? undefined : readAuthentication(Object.fromEntries(others)),
    rateLimit:
      perSecond === undefined ? undefined : { perSecond, burst: perSecond * known[`${prefix}limit-burst-multiplier`] },
    bodySize: known[`${prefix}proxy-body-size`],
    isHttpsAlone: known[`${prefix}force-ssl-redirect`] === 'true',
  };
}

function readAuthentication(annotations: Readonly<Record<string, string>>): Authentication {
  const known = parse(authentication, annotations);
  return {
    url: known[`${prefix}auth-url`],
    responseHeaders: known[`${prefix}auth-response-headers`],
    headersFrom: known[`${prefix}auth-proxy-set-headers`],
    cacheKey: known[`${prefix}auth-cache-key`],
    cacheDurations: known[`${prefix}auth-cache-duration`],
  };
}

function parse<T extends z.ZodType>(schema: T, annotations: Readonly<Record<string, string>>): z.output<T> {
  const result = schema.safeParse(annotations);
  if (!result.success) throw new AnnotationError(result.error.issues.map(describe).join('; '));
  return result.data;
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `annotation ${issue.keys.join(', ')} is unknown to the local edge`;
  return `annotation ${String(issue.path[0])}: ${issue.message}`;
}
