import { lifetimeSeconds } from '../lifetimes.ts';

/** Clocks, and how long an answer is on its way. */
const toleranceSeconds = 30;

/** What was ended longer ago has expired by itself, everywhere: nobody needs to hear of it. */
export const eventsKeptSeconds = lifetimeSeconds.opaqueToken + toleranceSeconds;

/** A stream that its receiver has not used for so long is removed; the receiver makes another (SSF 1.0 section 8.1.1). */
export const inactivityTimeoutSeconds = 600;
