export { PostgresServer } from './postgres-server.ts';
export { settingsFor } from './settings-for.ts';
export { tableDifferences, tableNamesIn } from './table-differences.ts';
