import { clientAssertion, type ServiceClient } from '@downscope/e2e/support/client-assertion.ts';
import { clientCredentials, tokenExchange } from '@downscope/e2e/support/identity-requests.ts';
import { Secret } from '@downscope/e2e/support/secret.ts';
import type { KeyFolders } from '@downscope/local/parts/service-keys.ts';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { answers } from '../answers.ts';
import { endProcess } from '../end-process.ts';
import { freePort } from '../free-port.ts';
import { type Asked, type Contestant, type Kind, type Question, questionsOf } from './contestant.ts';
import { makeRealm, person, realm, tokenByPassword } from './keycloak/realm.ts';

/** Keycloak in production mode, with a realm in which the same services do the same. */
export class Keycloak implements Contestant, AsyncDisposable {
  readonly name = 'keycloak';
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #keysDir: string;

  private constructor(url: string, process: ChildProcess, keysDir: string) {
    this.url = url;
    this.#process = process;
    this.#keysDir = keysDir;
  }

  static async start(folder: string, databaseUrl: string, keys: KeyFolders): Promise<Keycloak> {
    const database = new URL(databaseUrl);
    const [port, managementPort] = [String(await freePort()), String(await freePort())];
    const url = `http://127.0.0.1:${port}`;
    const admin = { username: 'admin', password: randomBytes(24).toString('base64url') };
    const child = spawn(join(folder, 'bin/kc.sh'), ['start', '--optimized'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        JAVA_HOME: process.env['JAVA_HOME'],
        KC_DB_URL: `jdbc:postgresql://${database.host}${database.pathname}`,
        KC_DB_USERNAME: database.username,
        KC_DB_PASSWORD: database.password,
        KC_CACHE: 'local',
        KC_HOSTNAME: url,
        KC_HTTP_ENABLED: 'true',
        KC_HTTP_HOST: '127.0.0.1',
        KC_HTTP_PORT: port,
        KC_HTTP_MANAGEMENT_PORT: managementPort,
        KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
      },
    });
    const keycloak = new Keycloak(url, child, keys.keysFolder);
    try {
      await answers(`${url}/realms/master`, [child]);
      await makeRealm(url, admin, keys);
    } catch (error) {
      await keycloak[Symbol.asyncDispose]();
      throw error;
    }
    return keycloak;
  }

  get pids(): readonly number[] {
    return [this.#process.pid ?? 0];
  }

  async questions(kind: Kind, count: number): Promise<readonly Question[]> {
    const issuer = `${this.url}/realms/${realm}`;
    const assertionOf = (client: ServiceClient): Promise<Record<string, string>> =>
      clientAssertion({ issuer, keysDir: this.#keysDir }, client);
    return questionsOf(await this.#asked(kind), count, assertionOf);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
  }

  async #asked(kind: Kind): Promise<Asked> {
    const path = `/realms/${realm}/protocol/openid-connect/token`;
    const accept = 'application/json';
    switch (kind) {
      case 'swap': {
        const token = await this.#login();
        return { client: 'phantom-token', path: `${path}/introspect`, accept: 'application/jwt', form: { token } };
      }
      case 'exchange': {
        const form = tokenExchange(new Secret('access token', await this.#login()), {
          audience: 'billing',
          scopes: [],
        });
        return { client: 'order', path, accept, form };
      }
      case 'own token':
        return { client: 'billing', path, accept, form: clientCredentials({ audience: 'customer', scopes: [] }) };
    }
  }

  #login(): Promise<string> {
    return tokenByPassword(this.url, realm, 'walkthrough', person);
  }
}
