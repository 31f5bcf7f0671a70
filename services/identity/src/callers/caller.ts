import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a request comes from. It says whom to slow down and what to audit, never who is asking. */
export interface Caller {
  readonly address: string;
  readonly userAgent?: string;
}

const longestUserAgent = 200;
const hostBytesOfIPv6 = 8;

const callers = new AsyncLocalStorage<Caller>();

/**
 * Lets whatever a request leads to ask where it came from.
 *
 * @param behindEdge whether all requests come through the edge: then the last entry of X-Forwarded-For is the edge's own, and the only
 *   one that is believed, since whatever stands before it anybody may have written
 */
export function rememberCallers(server: FastifyInstance, { behindEdge }: { readonly behindEdge: boolean }): void {
  server.addHook('onRequest', (request, _, done) => {
    callers.run(callerOf(request, behindEdge), done);
  });
  // Reading a body forgets what went before.
  server.addHook('preValidation', (request, _, done) => {
    callers.run(callerOf(request, behindEdge), done);
  });
}

/** That of the request that is being answered; none in what identity does of itself. */
export function currentCaller(): Caller | undefined {
  return callers.getStore();
}

/** What one person or machine has for itself: an IPv4 address, the upper half of an IPv6 address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const bytes = parsed.toByteArray().map((byte, index) => (index < hostBytesOfIPv6 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/64`;
}

function callerOf({ headers, socket }: FastifyRequest, behindEdge: boolean): Caller {
  const forwarded = behindEdge ? [headers['x-forwarded-for']].flat().join().split(',').at(-1)?.trim() : undefined;
  const address =
    forwarded !== undefined && ipaddr.isValid(forwarded) ? forwarded : (socket.remoteAddress ?? 'unknown');
  const userAgent = headers['user-agent']?.slice(0, longestUserAgent);
  return {
    address: ipaddr.isValid(address) ? ipaddr.process(address).toString() : address,
    ...(userAgent && { userAgent }),
  };
}
