import type { Edge, Part } from '../support/stack.ts';

/** What happens to the pods of a part, or to all. */
export type Disruption = 'deleted by force' | 'evicted' | 'Ctrl-C and skaffold run' | 'a busy machine';

/** Served, or told to come again. */
const promised = ['200', '201', '503 problem'];

/**
 * What else an edge says of its own, and cannot be told otherwise. ingress-nginx's is its default backend's, except where there is no
 * Ingress (404) and where its own pod is away.
 */
const ofTheEdge: Readonly<Record<Edge, readonly string[]>> = {
  'ingress-nginx': [],
  traefik: ['500 text/plain', '502 text/plain', '503 text/plain', '504 text/plain', '500 nothing', '502 nothing'],
};
const noIngress: Readonly<Record<Edge, readonly string[]>> = {
  'ingress-nginx': ['404 problem'],
  traefik: ['404 text/plain'],
};
/** One controller, as in kind: while it is away, nobody listens; and Traefik listens before it has read an Ingress. */
const nobodyListens = ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'];
const startsWithout: Readonly<Record<Edge, readonly string[]>> = { 'ingress-nginx': [], traefik: noIngress.traefik };

export interface Situation {
  readonly edge: Edge;
  readonly part: Part | 'all';
  readonly disruption: Disruption;
  /** How many pods the part has. */
  readonly pods: number;
}

/** What clients may see. Of two pods, one may be evicted without anybody's notice; and a busy node is no outage. */
export function allowed({ edge, part, disruption, pods }: Situation): readonly string[] {
  if (disruption === 'a busy machine' || (disruption === 'evicted' && pods > 1)) return ['200', '201'];
  return [
    ...promised,
    ...ofTheEdge[edge],
    ...(part === 'nginx' ? [...nobodyListens, ...startsWithout[edge]] : []),
    ...(part === 'all' ? noIngress[edge] : []),
  ];
}
