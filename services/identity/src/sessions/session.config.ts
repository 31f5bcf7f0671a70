import { environment } from '@downscope/service';
import { z } from 'zod';
import type { SessionLimits } from './session-lifetime.ts';

const seconds = z.coerce.number().int().min(60);
const { SESSION_MAX_SECONDS, SESSION_IDLE_SECONDS, STAY_CONNECTED_DAYS } = environment({
  SESSION_MAX_SECONDS: seconds.default(8 * 3600),
  SESSION_IDLE_SECONDS: seconds.default(30 * 60),
  STAY_CONNECTED_DAYS: z.coerce.number().int().min(1).max(366).default(30),
});

export const sessionLimits: SessionLimits = { maxSeconds: SESSION_MAX_SECONDS, idleSeconds: SESSION_IDLE_SECONDS };

/** From the consent: how long an application may stay connected that a person lets go on without a session. */
export const stayConnectedDays = STAY_CONNECTED_DAYS;
