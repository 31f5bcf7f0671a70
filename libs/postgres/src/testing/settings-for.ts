import { z } from 'zod';
import { type PostgresSettings, postgresSettings } from '../settings.ts';

/** The settings of a service that is told its database, and what else a spec says. */
export function settingsFor(url: string, others: Partial<PostgresSettings> = {}): PostgresSettings {
  return z.object(postgresSettings).parse({ DATABASE_URL: url, ...others });
}
