/** For programs that are not ours, by `node --import`: every look-up of theirs knows `*.localhost`. */
import dns from 'node:dns';
import { lookupLoopback } from './loopback.ts';

dns.lookup = lookupLoopback as typeof dns.lookup;
