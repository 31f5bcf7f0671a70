export { PostgresServer } from './postgres-server.ts';
export { settingsFor } from './settings-for.ts';
