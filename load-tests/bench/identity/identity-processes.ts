import { keyEncryptionKeyFile, type KeyFolders } from '@downscope/local/parts/service-keys.ts';
import { run } from '@downscope/local/prerequisites/tools.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from '../answers.ts';
import { endProcess } from '../end-process.ts';
import { freePort } from '../free-port.ts';

export interface Surroundings {
  /** One word, for its host too. */
  readonly name: string;
  readonly database: { readonly url: string; readonly ownerUrl: string };
  readonly keys: KeyFolders;
  readonly customerUrl: string;
  /** What node is told about the listener for services. */
  readonly nodeOptions?: readonly string[];
}

export interface IdentityProcesses extends AsyncDisposable {
  readonly issuer: string;
  readonly internalUrl: string;
  readonly pids: readonly number[];
}

type Environment = Readonly<Record<string, string>>;

/** Runs identity as a checkout has it built: its two listeners, or, as it once was, one process for both. */
export async function startIdentity(checkout: string, surroundings: Surroundings): Promise<IdentityProcesses> {
  const service = join(checkout, 'services/identity');
  const isApart = readFileSync(join(service, 'src/main.ts'), 'utf8').includes('LISTENER');
  const [publicPort, internalPort, operationsPort] = [await port(), await port(), await port()];
  const issuer = `http://id.${surroundings.name}.localhost:${publicPort}`;
  const [publicUrl, internalUrl] = [`http://127.0.0.1:${publicPort}`, `http://127.0.0.1:${internalPort}`];
  const all = { ...environmentOf(checkout, surroundings), ISSUER: issuer };
  // A service that its tables do not belong to, or, as it once was, one that they do, which migrates by itself.
  const { url, ownerUrl } = surroundings.database;
  const isOwner = !existsSync(join(service, 'src/service-role.ts'));
  const database = { DATABASE_URL: isOwner ? ownerUrl : url };
  if (!isOwner) await migrate(service, { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl });

  const start = (own: Environment, nodeOptions: readonly string[] = []): ChildProcess =>
    spawn(process.execPath, [...nodeOptions, 'dist/main.js'], {
      cwd: service,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...all, ...database, ...own },
    });
  const processes = isApart
    ? [
        start({ LISTENER: 'internal', PORT: internalPort }, surroundings.nodeOptions),
        start({ LISTENER: 'public', PORT: publicPort, OPERATIONS_PORT: operationsPort }),
      ]
    : [start({ INTERNAL_PORT: internalPort, PUBLIC_PORT: publicPort })];
  const end = async (): Promise<void> => {
    await Promise.all(processes.map((one) => endProcess(one)));
  };
  try {
    await Promise.all([publicUrl, internalUrl].map((origin) => answers(`${origin}/jwks`, processes)));
  } catch (error) {
    await end();
    throw error;
  }
  return { issuer, internalUrl, pids: processes.map(({ pid = 0 }) => pid), [Symbol.asyncDispose]: end };
}

/** As production runs it, with its log on; but that everybody comes from one address, whom nothing may slow down. */
function environmentOf(checkout: string, { keys, customerUrl }: Surroundings): Environment {
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    ENVIRONMENT: 'local',
    HOST: '127.0.0.1',
    OTEL_SERVICE_NAME: 'identity',
    ALLOW_INSECURE_HTTP: 'true',
    API_ORIGIN: 'http://api.bench.localhost',
    CUSTOMER_URL: customerUrl,
    PRIVILEGES_FILE: join(checkout, 'privileges.yaml'),
    CLIENTS_FILE: join(checkout, 'local/clients.yaml'),
    ACCOUNTS_FILE: join(checkout, 'local/seed/accounts.yaml'),
    CLIENT_KEYS_DIR: keys.publicKeysFolder,
    KEY_ENCRYPTION_KEY_FILE: keyEncryptionKeyFile(keys),
    PUBLIC_REQUESTS_PER_MINUTE: '1000000',
    INTERNAL_REQUESTS_PER_MINUTE: '1000000',
    // A machine that is busy with others is to change figures, and no answer.
    DATABASE_CONNECT_TIMEOUT_MS: '60000',
    DATABASE_STATEMENT_TIMEOUT_MS: '60000',
    DATABASE_LOCK_TIMEOUT_MS: '60000',
    DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '60000',
  };
}

async function migrate(service: string, env: Record<string, string>): Promise<void> {
  await run(process.execPath, ['dist/migrate.js'], { signal: new AbortController().signal, cwd: service, env });
}

const port = async (): Promise<string> => String(await freePort());
