import { LoadError } from './errors.ts';

/**
 * Load is for this machine, and for hosts that somebody named as theirs to load; theirs over TLS alone, since passwords and
 * tokens travel with it.
 *
 * @throws LoadError host_refused
 */
export function requireAllowed({ hostname, protocol }: URL, allowedHosts: readonly string[]): void {
  if (isThisMachine(hostname)) return;
  if (!allowedHosts.includes(hostname)) {
    throw new LoadError(
      'host_refused',
      `${hostname} is not this machine: --allow-host ${hostname} says it is yours to load`,
    );
  }
  if (protocol !== 'https:') throw new LoadError('host_refused', `${hostname} is not this machine: load it by https`);
}

/** Loopback (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3), and the names that are nothing else (RFC 6761 section 6.3). */
function isThisMachine(hostname: string): boolean {
  return /^127(\.\d+){3}$/.test(hostname) || hostname === '[::1]' || /(^|\.)localhost$/.test(hostname);
}
