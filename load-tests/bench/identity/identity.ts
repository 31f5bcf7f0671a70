import { clientAssertion, type ServiceClient } from '@downscope/e2e/support/client-assertion.ts';
import { authorize } from '@downscope/e2e/support/authorization.ts';
import { clientCredentials, introspection, tokenExchange } from '@downscope/e2e/support/identity-requests.ts';
import { InternalIdentity } from '@downscope/e2e/support/internal-identity.ts';
import { redeem } from '@downscope/e2e/support/login.ts';
import type { Secret } from '@downscope/e2e/support/secret.ts';
import { Secrets } from '@downscope/e2e/support/secrets.ts';
import { Transcript } from '@downscope/e2e/support/transcript.ts';
import { type Asked, type Contestant, type Kind, type Question, questionsOf } from './contestant.ts';
import { type IdentityProcesses, startIdentity, type Surroundings } from './identity-processes.ts';

const order = 'urn:downscope:order';

/** Identity, of this checkout or of another. */
export class Identity implements Contestant, AsyncDisposable {
  readonly name: string;
  readonly #keysDir: string;
  readonly #processes: IdentityProcesses;

  private constructor(name: string, keysDir: string, processes: IdentityProcesses) {
    this.name = name;
    this.#keysDir = keysDir;
    this.#processes = processes;
  }

  /** @param checkout where it is built */
  static async start(checkout: string, surroundings: Surroundings): Promise<Identity> {
    const { name, keys } = surroundings;
    return new Identity(name, keys.keysFolder, await startIdentity(checkout, surroundings));
  }

  get url(): string {
    return this.#processes.internalUrl;
  }

  get pids(): readonly number[] {
    return this.#processes.pids;
  }

  /** Somebody logs in to an app at the pages, in a browser that knows nothing yet. */
  async login(): Promise<Secret> {
    const { issuer } = this.#processes;
    const [secrets, transcript] = [new Secrets(), new Transcript()];
    const asked = { client: 'walkthrough', scopes: ['orders_read'], consent: 'Allow' } as const;
    const authorization = await authorize({ issuer, secrets, transcript }, 'alice', asked);
    return (await redeem(authorization, secrets)).opaqueToken;
  }

  async questions(kind: Kind, count: number): Promise<readonly Question[]> {
    return questionsOf(await this.#asked(kind), count, (client) => this.#assertion(client));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#processes[Symbol.asyncDispose]();
  }

  async #asked(kind: Kind): Promise<Asked> {
    const [path, accept] = ['/token', 'application/json'];
    switch (kind) {
      case 'swap': {
        const form = introspection(await this.login(), order);
        return { client: 'phantom-token', path: '/token/introspection', accept: 'application/jwt', form };
      }
      case 'exchange': {
        const narrower = { audience: 'urn:downscope:billing', scopes: ['invoices_read'] };
        return { client: 'order', path, accept, form: tokenExchange(await this.#swapped(), narrower) };
      }
      case 'own token': {
        const narrower = { audience: 'urn:downscope:customer', scopes: ['customers_terms_read_any'] };
        return { client: 'billing', path, accept, form: clientCredentials(narrower) };
      }
    }
  }

  async #swapped(): Promise<Secret> {
    const assertionOf = (client: ServiceClient): Promise<Record<string, string>> => this.#assertion(client);
    const inside = new InternalIdentity({ originOf: () => this.url, assertionOf }, new Secrets());
    return inside.swap(await this.login(), order);
  }

  #assertion(client: ServiceClient): Promise<Record<string, string>> {
    return clientAssertion({ issuer: this.#processes.issuer, keysDir: this.#keysDir }, client);
  }
}
