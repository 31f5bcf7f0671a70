/** The annotations of a route that somebody got wrong. */
export interface BrokenSwap {
  readonly what: string;
  /** A name for its route. */
  readonly name: string;
  /** In place of the address that swaps for the route's API: none, where there is no swap at all. */
  readonly authUrl: ((audience: string) => string) | undefined;
  readonly responseHeaders: string;
  /** Whether the request gets as far as the service, which must refuse it then. */
  readonly reachesTheService: boolean;
}

/** Under which host the routes are that have this fault. */
export const hostOf = ({ name }: BrokenSwap): string => `${name}.e2e.localhost`;

/** Where something answers 200 to whatever it is asked. */
export const saysYes = 'http://says-yes.e2e-bypass.svc.cluster.local/swap';

const phantomToken = 'http://phantom-token.edge.svc.cluster.local';
const responseHeaders = 'Authorization';

// What the cache's key must be is said by local/ and by admission: a key that all callers share is beyond what a service can see.
export const brokenSwaps: readonly BrokenSwap[] = [
  { what: 'auth-url removed', name: 'no-swap', authUrl: undefined, responseHeaders, reachesTheService: true },
  {
    what: 'auth-url with a path that there is not',
    name: 'no-path',
    authUrl: (audience) => `${phantomToken}/swapp?audience=${audience}`,
    responseHeaders,
    reachesTheService: false,
  },
  {
    what: 'auth-url without an audience',
    name: 'no-audience',
    authUrl: () => `${phantomToken}/swap`,
    responseHeaders,
    reachesTheService: false,
  },
  {
    what: 'auth-url with an audience that there is not',
    name: 'unknown-audience',
    authUrl: (audience) => `${phantomToken}/swap?audience=${audience}s`,
    responseHeaders,
    reachesTheService: false,
  },
  {
    what: 'auth-url with the audience of an API that the route does not lead to',
    name: 'other-audience',
    authUrl: (audience) =>
      `${phantomToken}/swap?audience=urn:downscope:${audience.endsWith(':order') ? 'billing' : 'order'}`,
    responseHeaders,
    reachesTheService: true,
  },
  {
    what: 'auth-url that leads to something which says yes to all',
    name: 'says-yes',
    authUrl: () => saysYes,
    responseHeaders,
    reachesTheService: true,
  },
  {
    what: 'auth-response-headers without Authorization',
    name: 'no-jwt',
    authUrl: (audience) => `${phantomToken}/swap?audience=${audience}`,
    responseHeaders: 'X-Other',
    reachesTheService: true,
  },
];

/** What stands behind each path that strangers may ask for. */
export const paths = { '/orders': 'order', '/customers': 'customer', '/invoices': 'billing' } as const;
