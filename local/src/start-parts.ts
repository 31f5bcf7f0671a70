import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import type { Layout, Provided } from './layout.ts';
import type { KafkaUser } from './broker/kafka-users.ts';
import { databasePasswords, type Databases, ownerPassword, provideDatabases } from './parts/databases.ts';
import { provideTopics, startBroker } from './broker/start-broker.ts';
import { defaultBackendPart } from './parts/default-backend.ts';
import { prepareNginx } from './parts/nginx.ts';
import { initializePostgres, postgresPart } from './parts/postgres.ts';
import { provideServiceKeys } from './parts/service-keys.ts';
import { servicePart } from './parts/services.ts';
import { serviceNames } from './service-list.ts';
import { findNginx } from './prerequisites/nginx.ts';
import { findPostgres } from './prerequisites/postgres-binaries.ts';
import type { StackOptions } from './run-stack.ts';
import { runSteps, type Step } from './steps.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

/** What the services stand on, side by side with their build; then the services, side by side. */
export async function startParts(
  options: StackOptions,
  layout: Layout,
  supervisor: Supervisor,
  signal: AbortSignal,
): Promise<Provided> {
  const { settings, verbose } = options;
  const { cacheFolder } = settings;
  let databases: Databases | undefined;
  let kafkaOperator: KafkaUser | undefined;

  const ground: Step[] = [
    {
      title: 'Libraries and services: build',
      run: async (signal) => {
        await Promise.all([buildAll(signal), provideServiceKeys(layout)]);
      },
    },
    {
      title: settings.databaseUrl ? 'Databases in the PostgreSQL of DATABASE_URL' : 'PostgreSQL',
      run: async (signal, say) => {
        databases = await startPostgres(options, layout, supervisor, signal, say);
      },
    },
    {
      title: settings.kafkaBrokers ? 'Topics in the Kafka of KAFKA_BROKERS' : 'Kafka',
      run: async (signal, say) => {
        if (settings.kafkaBrokers) await provideTopics({ brokers: settings.kafkaBrokers }, signal);
        else kafkaOperator = await startBroker(cacheFolder, layout, supervisor, signal, say);
      },
    },
    {
      title: 'nginx, with its default backend',
      run: async (signal, say) => {
        const nginx = await findNginx(cacheFolder, signal, say);
        await supervisor.start(defaultBackendPart(layout), signal);
        await supervisor.start(prepareNginx(nginx, layout, say), signal);
      },
    },
  ];
  await runSteps(ground, signal, verbose);
  if (!databases) throw new Error('PostgreSQL started without databases');

  const provided = databases;
  const services = serviceNames.map((name) => ({
    title: name,
    run: (signal: AbortSignal): Promise<void> => supervisor.start(servicePart(name, layout, provided), signal),
  }));
  await runSteps(services, signal, verbose);
  return { databases: provided.urls, kafkaOperator };
}

async function startPostgres(
  { settings, fresh }: StackOptions,
  layout: Layout,
  supervisor: Supervisor,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Databases> {
  const passwordsFile = join(layout.folder, 'database-passwords.json');
  const isFirstStart = !existsSync(passwordsFile);
  const passwords = await databasePasswords(passwordsFile);
  const common = {
    stack: layout.stack,
    passwords,
    ownerPassword: await ownerPassword(join(layout.folder, 'database-owner-password.json')),
    fresh,
  };
  if (settings.databaseUrl) return provideDatabases({ ...common, adminUrl: settings.databaseUrl, ownServer: false });

  const binaries = await findPostgres(join(layout.folder, 'postgres'), signal, say);
  if (isFirstStart) rmSync(binaries.dataFolder, { recursive: true, force: true });
  await initializePostgres(binaries, passwords.superuser, signal);
  const adminUrl = `postgres://postgres:${passwords.superuser}@127.0.0.1:${layout.ports.postgres}/postgres`;
  await supervisor.start(postgresPart(binaries, adminUrl), signal);
  return provideDatabases({ ...common, adminUrl, ownServer: true });
}
