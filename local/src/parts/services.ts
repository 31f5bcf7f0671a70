import { join } from 'node:path';
import { clientKeyFile, keyEncryptionKeyFile } from './service-keys.ts';
import { type Layout, localUrl, root } from '../layout.ts';
import { run } from '../prerequisites/tools.ts';
import {
  databaseOwners,
  type DatabaseOwner,
  listed,
  programOf,
  type ServiceName,
  tokenClients,
} from '../service-list.ts';
import { type PortName, portNameOf } from '../stack.ts';
import type { Part } from '../supervisor/part.ts';
import { answersOk, until } from '../supervisor/waiting.ts';
import type { Databases } from './databases.ts';

type Environment = Record<string, string>;

/** What each service is told, besides what all are told. Each line is a variable of that service's `*.config.ts`. */
function environmentOf(service: ServiceName, layout: Layout, databases: Record<DatabaseOwner, string>): Environment {
  const { ports, issuer, apiOrigin, kafkaBrokers, kafkaClient, hasBroker, otherIssuers } = layout;
  const port = (name: PortName): Environment => ({ PORT: String(ports[name]) });
  const identity: Environment = {
    ISSUER: issuer,
    IDENTITY_URL: localUrl(ports.identityInternal),
    API_ORIGIN: apiOrigin,
    ALLOW_INSECURE_HTTP: 'true',
  };
  const client = (name: string): Environment => ({ ...identity, CLIENT_KEY_FILE: clientKeyFile(layout, name) });
  const kafka: Environment = {
    KAFKA_BROKERS: kafkaBrokers,
    KAFKA_SECURITY_PROTOCOL: hasBroker ? 'SASL_PLAINTEXT' : 'PLAINTEXT',
    ...(kafkaClient !== undefined && { KAFKA_CLIENT: kafkaClient }),
  };
  /** Where those are that it calls: CUSTOMER_URL, and so on. */
  const callees = (name: ServiceName): Environment =>
    Object.fromEntries(
      listed(name)
        .calls.filter((callee) => callee !== 'identity')
        .map((callee) => [urlVariable(callee), localUrl(ports[portNameOf(callee as ServiceName)])]),
    );
  const trusting: Environment = otherIssuers === undefined ? {} : { OTHER_ISSUERS: otherIssuers };
  const identityItself: Environment = {
    ISSUER: issuer,
    ALLOW_INSECURE_HTTP: 'true',
    DATABASE_URL: databases.identity,
    KEY_ENCRYPTION_KEY_FILE: keyEncryptionKeyFile(layout),
    PRIVILEGES_FILE: join(root, 'privileges.yaml'),
    CLIENTS_FILE: join(root, 'local/clients.yaml'),
    CLIENT_KEYS_DIR: layout.publicKeysFolder,
    // Everybody comes from one address here, tests and load included.
    PUBLIC_REQUESTS_PER_MINUTE: '100000',
    INTERNAL_REQUESTS_PER_MINUTE: '1000000',
  };
  if (service === 'journey') return port('journey');
  if (service === 'phantom-token') return { ...port(service), ...client(service) };
  if (service === 'identity') return { ...port('identityInternal'), ...identityItself, LISTENER: 'internal' };
  if (service === 'identity-public')
    return {
      ...port('identityPublic'),
      ...identityItself,
      API_ORIGIN: apiOrigin,
      ...callees(service),
      LISTENER: 'public',
      OPERATIONS_PORT: String(ports.identityOperations),
      ACCOUNTS_FILE: join(root, 'local/seed/accounts.yaml'),
    };
  return {
    ...port(service),
    ...(tokenClients.includes(service) ? client(service) : identity),
    ...trusting,
    ...callees(service),
    ...(isOwner(service) && { DATABASE_URL: databases[service] }),
    ...(listed(service).hasBroker && kafka),
    ...(service === 'customer' && { CUSTOMERS_FILE: join(root, 'local/seed/customers.yaml') }),
  };
}

const urlVariable = (service: string): string => `${service.toUpperCase().replaceAll('-', '_')}_URL`;

const isOwner = (service: ServiceName): service is DatabaseOwner =>
  (databaseOwners as readonly ServiceName[]).includes(service);

/** Where it says whether it is ready. */
function operationsPort(service: ServiceName): PortName {
  return service === 'identity-public' ? 'identityOperations' : portNameOf(service);
}

export function servicePart(service: ServiceName, layout: Layout, databases: Databases): Part {
  const folder = join(root, 'services', programOf(service));
  return {
    name: service,
    command: process.execPath,
    args: ['--enable-source-maps', join(folder, 'dist/main.js')],
    env: {
      NODE_ENV: 'development',
      ENVIRONMENT: 'local',
      HOST: '127.0.0.1',
      OTEL_SERVICE_NAME: programOf(service),
      ...(service !== 'journey' && { OTEL_EXPORTER_OTLP_ENDPOINT: localUrl(layout.ports.journey) }),
      ...environmentOf(service, layout, databases.urls),
    },
    cwd: folder,
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
    ...(programOf(service) === 'identity' && { prepare: (signal) => migrateIdentity(databases, signal) }),
    ready: (signal) =>
      until({ what: service, deadlineMs: 120_000, signal }, async () => {
        await answersOk(`${localUrl(layout.ports[operationsPort(service)])}/health/ready`);
      }),
  };
}

/** As an init container does: its tables belong to a role that the service is not. */
async function migrateIdentity({ urls, identityOwner }: Databases, signal: AbortSignal): Promise<void> {
  const migrate = join(root, 'services/identity/dist/migrate.js');
  const env = { DATABASE_URL: urls.identity, DATABASE_OWNER_URL: identityOwner };
  await run(process.execPath, ['--enable-source-maps', migrate], { signal, env });
}
