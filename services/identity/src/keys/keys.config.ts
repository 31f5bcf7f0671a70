import { environment } from '@downscope/service';
import { z } from 'zod';
import type { RotationTimes } from './key-store.ts';

/** The settings of the key ring: those that its commands need too. */
export const keysConfig = environment({
  /** Seals the keys in the database: 256 bits in base64url, more than one while it is being replaced. */
  KEY_ENCRYPTION_KEY: z.string(),
  KEY_ROTATION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  /** How long a key is known before it signs. Guards keep the keys that they fetched for ten minutes, and a replica may be slow. */
  KEY_PUBLISHED_AHEAD_SECONDS: z.coerce.number().int().min(660).max(86_400).default(900),
});

export const rotationTimes: RotationTimes = {
  everyMs: keysConfig.KEY_ROTATION_DAYS * 24 * 3_600_000,
  publishedAheadMs: keysConfig.KEY_PUBLISHED_AHEAD_SECONDS * 1000,
};
