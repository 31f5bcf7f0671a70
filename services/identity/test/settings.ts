/** Settings for specs of what reads identity.config.ts: to be imported before it. */
Object.assign(process.env, {
  ENVIRONMENT: 'local',
  ISSUER: 'https://id.example',
  DATABASE_URL: 'postgres://unused',
  KEY_ENCRYPTION_KEY: 'unused',
  PRIVILEGES_FILE: 'unused',
  CLIENTS_FILE: 'unused',
  CLIENT_KEYS_DIR: 'unused',
  CUSTOMER_URL: 'https://customer.example',
});
