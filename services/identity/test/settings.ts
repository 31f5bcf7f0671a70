import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Settings for specs of what reads identity.config.ts: to be imported before it. */
Object.assign(process.env, {
  ENVIRONMENT: 'local',
  ISSUER: 'https://id.example',
  API_ORIGIN: 'https://api.example',
  DATABASE_URL: 'postgres://unused',
  KEY_ENCRYPTION_KEY: 'unused',
  PRIVILEGES_FILE: 'unused',
  CLIENTS_FILE: 'unused',
  /** A folder that a spec makes if it needs it. */
  CLIENT_KEYS_DIR: join(tmpdir(), `identity-client-keys-${process.pid}`),
  CUSTOMER_URL: 'https://customer.example',
  PORT: '3001',
});
