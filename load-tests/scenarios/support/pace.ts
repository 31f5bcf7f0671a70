import type { Options } from 'k6/options';
import { names } from './names.ts';
import { askedDuration, askedRate } from './settings.ts';

export interface Pace {
  /** Iterations started per second, however long each takes. */
  readonly rate: number;
  /** As k6 writes it: 30s, 2m. */
  readonly duration: string;
}

type Request = keyof typeof names;

/** In milliseconds. Generous: system, load and others share two cores. They tell that something is wrong, not how fast it is. */
const limits: Readonly<Record<Request, readonly string[]>> = {
  list: ['p(95)<1000', 'p(99)<2000'],
  place: ['p(95)<2000', 'p(99)<4000'],
  invoice: ['p(95)<3000', 'p(99)<5000'],
};

/** Before, at the asked rate, all virtual users are busy and an iteration is left out. */
const secondsAnIterationMayTake = 2;
const fewestUsers = 10;
const mostUsers = 100;

/**
 * A constant arrival rate, and what must hold: no request fails, every answer is as promised, no iteration is left out because
 * the system was too slow for it, each kind of request stays within its limits, and every order placed is invoiced in the end.
 *
 * Every virtual user there will be is there from the start: one that came later would bring its login into the measurement.
 */
export function atPace(own: Pace, requests: readonly Request[]): Options {
  const rate = askedRate === undefined ? own.rate : Number(askedRate);
  const users = Math.min(mostUsers, Math.max(fewestUsers, rate * secondsAnIterationMayTake));
  return {
    scenarios: {
      load: {
        executor: 'constant-arrival-rate',
        rate,
        duration: askedDuration ?? own.duration,
        preAllocatedVUs: users,
        maxVUs: users,
      },
    },
    thresholds: {
      checks: ['rate==1'],
      http_req_failed: ['rate==0'],
      dropped_iterations: ['count==0'],
      ...Object.fromEntries(
        requests.map((request) => [`http_req_duration{scenario:load,name:${names[request]}}`, [...limits[request]]]),
      ),
      ...(requests.includes('place') && { orders_awaiting_invoice: ['count==0'] }),
    },
    summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max'],
    // RFC 6761 section 6.3: these names are this machine. Browsers know; the resolver of Debian does not.
    hosts: { '*.localhost': '127.0.0.1' },
    setupTimeout: '3m',
    teardownTimeout: '3m',
    userAgent: 'downscope-load-tests',
  };
}
