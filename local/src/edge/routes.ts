import { AnnotationError, type Annotations, readAnnotations } from './annotations.ts';
import { readHeaders } from './config-maps.ts';
import { type Ingress, ingressSchema } from './ingress.ts';
import { EdgeManifestError, type Manifest, parseManifest } from './manifests.ts';

/** One path of one host, where it leads, and what a request must show first. */
export interface Route extends Annotations {
  readonly host: string;
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix';
  readonly namespace: string;
  readonly ingress: string;
  readonly service: string;
  readonly port: string;
  /** What the swap is told in place of a client's headers. */
  readonly swapHeaders: Readonly<Record<string, string>>;
  /** Whether the host has a certificate. */
  readonly hasTls: boolean;
}

/** Routes that need no token. Everything else must have auth-url. */
const openRoutes: readonly Pick<Route, 'service' | 'port' | 'path' | 'pathType'>[] = [
  { service: 'phantom-token', port: 'http', path: '/.well-known/oauth-protected-resource', pathType: 'Exact' },
  { service: 'identity-public', port: 'http', path: '/', pathType: 'Prefix' },
];

/** The one list of routes, from the Ingress objects among `manifests`. */
export function readRoutes(manifests: readonly Manifest[]): Route[] {
  return manifests.filter(({ kind }) => kind === 'Ingress').flatMap((ingress) => routesOf(ingress, manifests));
}

function routesOf(manifest: Manifest, manifests: readonly Manifest[]): Route[] {
  const ingress = parseManifest(ingressSchema, manifest);
  const fail = (problem: string): never => {
    throw new EdgeManifestError(
      `${manifest.file}: Ingress ${ingress.metadata.namespace}/${ingress.metadata.name}: ${problem}`,
    );
  };
  const annotations = annotationsOf(ingress, fail);
  const swapHeaders = swapHeadersOf(ingress, annotations, manifests, fail);
  return ingress.spec.rules.flatMap(({ host, http }) =>
    http.paths.map(({ path, pathType, backend: { service } }) => {
      const route: Route = {
        host,
        path,
        pathType,
        namespace: ingress.metadata.namespace,
        ingress: ingress.metadata.name,
        service: service.name,
        port: service.port.name,
        hasTls: ingress.spec.tls.some(({ hosts }) => hosts.includes(host)),
        ...annotations,
        swapHeaders,
      };
      check(route, fail);
      return route;
    }),
  );
}

function annotationsOf(ingress: Ingress, fail: (problem: string) => never): Annotations {
  try {
    return readAnnotations(ingress.metadata.annotations);
  } catch (error) {
    if (error instanceof AnnotationError) return fail(error.message);
    throw error;
  }
}

/** ingress-nginx takes no ConfigMap of another namespace: it would answer 503 to everything. */
function swapHeadersOf(
  { metadata: { namespace } }: Ingress,
  { authentication }: Annotations,
  manifests: readonly Manifest[],
  fail: (problem: string) => never,
): Readonly<Record<string, string>> {
  if (!authentication) return {};
  const { headersFrom } = authentication;
  if (!headersFrom.startsWith(`${namespace}/`)) {
    return fail(
      `annotation nginx.ingress.kubernetes.io/auth-proxy-set-headers: ${headersFrom} is of another namespace`,
    );
  }
  try {
    return readHeaders(manifests, headersFrom);
  } catch (error) {
    if (error instanceof EdgeManifestError) return fail(error.message);
    throw error;
  }
}

function check(route: Route, fail: (problem: string) => never): void {
  const { authentication } = route;
  if (!authentication) {
    if (openRoutes.some((open) => isSame(open, route))) return;
    fail(
      `${route.host}${route.path} has no annotation nginx.ingress.kubernetes.io/auth-url, and is not one of the open routes`,
    );
    return;
  }
  const audience = `urn:downscope:${route.service}`;
  if (authentication.url.searchParams.getAll('audience').join() !== audience) {
    fail(`annotation nginx.ingress.kubernetes.io/auth-url must ask for audience=${audience}`);
  }
}

function isSame(open: (typeof openRoutes)[number], route: Route): boolean {
  return (
    open.service === route.service &&
    open.port === route.port &&
    open.path === route.path &&
    open.pathType === route.pathType
  );
}
