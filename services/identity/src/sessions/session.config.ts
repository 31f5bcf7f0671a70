import { environment } from '@downscope/service';
import { z } from 'zod';
import type { SessionLimits } from './session-lifetime.ts';

const seconds = z.coerce.number().int().min(60);
const { SESSION_MAX_SECONDS, SESSION_IDLE_SECONDS } = environment({
  SESSION_MAX_SECONDS: seconds.default(8 * 3600),
  SESSION_IDLE_SECONDS: seconds.default(30 * 60),
});

export const sessionLimits: SessionLimits = { maxSeconds: SESSION_MAX_SECONDS, idleSeconds: SESSION_IDLE_SECONDS };
