import type { DatabaseOwner, StackDescription } from '@downscope/local/stack';
import { join } from 'node:path';
import { ask } from './answer.ts';
import { Broker } from './broker.ts';
import { type Canary, plantCanary } from './canary.ts';
import { clientAssertion, type ServiceClient } from './client-assertion.ts';
import { ControlSocket } from './control-socket.ts';
import { dumpDatabases, type TableDump } from './databases.ts';
import { readLogs } from './log-files.ts';
import { operatorDoor } from './operator-door.ts';
import { runCommand } from './run-command.ts';
import type { Secret } from './secret.ts';
import type { ApiName, JourneyPages, Part, ServiceName, Stack } from './stack.ts';
import { listenInPlaceOf, type StandIn } from './stand-in.ts';
import type { Topics } from './topics.ts';

/** A stack of processes on this machine, as local/ runs it. */
export class LocalStack implements Stack {
  /** The nginx of local/ is rendered from the same objects as the controller's. */
  readonly edge = 'ingress-nginx';
  readonly topics: Topics;
  readonly #stack: StackDescription;
  readonly #control: ControlSocket;

  constructor(stack: StackDescription) {
    this.#stack = stack;
    this.topics = new Broker(operatorDoor(stack));
    this.#control = new ControlSocket(stack.controlSocket);
  }

  get apiOrigin(): string {
    return this.#stack.apiOrigin;
  }

  get issuer(): string {
    return this.#stack.issuer;
  }

  get journeyPages(): JourneyPages {
    return { origin: this.#stack.journeyUrl, openedBy: undefined };
  }

  originOf(service: ServiceName): string {
    return this.#stack.urls[service];
  }

  assertionOf(client: ServiceClient): Promise<Record<string, string>> {
    return clientAssertion(this.#stack, client);
  }

  stop(part: Part): Promise<void> {
    return this.#control.stop(part);
  }

  start(part: Part): Promise<void> {
    return this.#control.start(part);
  }

  async standInFor(service: ApiName | 'journey'): Promise<StandIn> {
    await this.stop(service);
    const standIn = await listenInPlaceOf(this.originOf(service));
    return {
      captured: standIn.captured,
      [Symbol.asyncDispose]: async () => {
        await standIn[Symbol.asyncDispose]();
        await this.start(service);
      },
    };
  }

  databases(): Promise<TableDump[]> {
    return dumpDatabases(this.#stack.databases);
  }

  databaseUrl(owner: DatabaseOwner): Promise<string> {
    return Promise.resolve(this.#stack.databases[owner]);
  }

  /** As built when the stack was started. */
  identityCommand(...words: readonly string[]): Promise<number> {
    const command = ['node', 'services/identity/dist/commands/main.js', ...words];
    const { databases, keysDir } = this.#stack;
    return runCommand(command, {
      DATABASE_URL: databases.identity,
      KEY_ENCRYPTION_KEY_FILE: join(keysDir, 'key-encryption-key'),
    });
  }

  logs(): Promise<Map<string, string>> {
    return readLogs(this.#stack.logsDir);
  }

  async metricsOf(service: ApiName | 'phantom-token'): Promise<string[]> {
    return [(await ask(`${this.originOf(service)}/metrics`)).text];
  }

  plant(secret: Secret): Promise<Canary> {
    const { databases, logsDir: logsFolder } = this.#stack;
    return plantCanary({ databaseUrl: databases.order, topics: this.topics, logsFolder }, secret);
  }

  close(): Promise<void> {
    return this.#control.close();
  }
}
