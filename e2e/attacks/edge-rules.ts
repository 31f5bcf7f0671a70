import type { Attack, AttackRequest } from '@downscope/guards/testing';
import type { Edge } from '../support/stack.ts';

/** The answer that an attack must get. */
export interface Expected {
  /** One, but where two programs race to refuse. */
  readonly statuses: readonly number[];
  /** What the log of who refuses must say. None where an HTTP parser refuses, which asks nobody. */
  readonly reason?: string;
}

interface Rule {
  readonly why: string;
  readonly holdsFor: (request: AttackRequest) => boolean;
  readonly expected: Expected | 'no attack';
}

const kib = 1024;
const longest = ({ headers }: AttackRequest): number =>
  Math.max(0, ...headers.map(([name, value]) => `${name}: ${value}`.length));
const named = ({ headers }: AttackRequest, wanted: string): number =>
  headers.filter(([name]) => name.toLowerCase() === wanted).length;

/** What each edge makes of a request by itself: the first rule counts. Everything else is refused as it is past the edge. */
const rules: Readonly<Record<Edge, readonly Rule[]>> = {
  'ingress-nginx': [
    {
      why: 'large_client_header_buffers is 4 8k, and nginx calls what is larger 400',
      holdsFor: (request) => longest(request) >= 8 * kib,
      expected: { statuses: [400] },
    },
    {
      why: 'nginx does not choose between two of a header that may stand once',
      holdsFor: (request) => named(request, 'authorization') > 1,
      expected: { statuses: [400] },
    },
  ],
  traefik: [
    {
      why: 'Traefik passes on what phantom-token does not read to the end, and calls a connection that ends meanwhile 500',
      holdsFor: (request) => longest(request) >= 64 * kib,
      expected: { statuses: [431, 500] },
    },
    {
      why: 'Go reads the chunks and drops the length (RFC 9112 section 6.3): nobody behind can read it in another way',
      holdsFor: (request) => named(request, 'transfer-encoding') > 0,
      expected: 'no attack',
    },
  ],
};

/** What is wrong with the request rather than with the token. phantom-token has the same names for it. */
export const aboutTheRequest: readonly string[] = [
  'missing_token',
  'authorization_malformed',
  'authorization_repeated',
];

/** A JWT is to the edge what any unknown text is: it is looked for among the opaque tokens, and not there. */
export function expectedAtTheEdge(edge: Edge, { request, status, reason }: Attack): Rule['expected'] {
  const rule = rules[edge].find(({ holdsFor }) => holdsFor(request));
  if (rule) return rule.expected;
  if (reason === undefined) return { statuses: [status] };
  return { statuses: [status], reason: aboutTheRequest.includes(reason) ? reason : 'not_active' };
}
