import { decodeJwt } from 'jose';
import { type Answer, ask } from './answer.ts';
import type { ServiceClient } from './client-assertion.ts';
import { IdentityRefusedError } from './identity-refused.error.ts';
import { clientCredentials, introspection, type Narrower, tokenExchange } from './identity-requests.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';
import type { Stack } from './stack.ts';

/** The tokens that live inside, got as the services get them: at identity's internal listener, with what proves the service. */
export class InternalIdentity {
  readonly #stack: Pick<Stack, 'originOf' | 'assertionOf'>;
  readonly #secrets: Secrets;

  constructor(stack: Pick<Stack, 'originOf' | 'assertionOf'>, secrets: Secrets) {
    this.#stack = stack;
    this.#secrets = secrets;
  }

  async swap(opaqueToken: Secret, audience: string): Promise<Secret> {
    const answer = await this.#ask('phantom-token', '/token/introspection', introspection(opaqueToken, audience), {
      accept: 'application/jwt',
    });
    if (!answer.headers.get('content-type')?.startsWith('application/jwt')) throw new IdentityRefusedError(answer);
    return this.#keep(answer.text);
  }

  exchange(as: ServiceClient, subjectToken: Secret, narrower: Narrower): Promise<Secret> {
    return this.#token(as, tokenExchange(subjectToken, narrower));
  }

  own(as: ServiceClient, narrower: Narrower): Promise<Secret> {
    return this.#token(as, clientCredentials(narrower));
  }

  async #token(as: ServiceClient, form: Record<string, string>): Promise<Secret> {
    const answer = await this.#ask(as, '/token', form);
    const { access_token: accessToken } = Object(answer.body) as { access_token?: string };
    if (answer.status !== 200 || accessToken === undefined) throw new IdentityRefusedError(answer);
    return this.#keep(accessToken);
  }

  async #ask(client: ServiceClient, path: string, form: Record<string, string>, headers = {}): Promise<Answer> {
    const body = new URLSearchParams({ ...form, ...(await this.#stack.assertionOf(client)) });
    return ask(this.#stack.originOf('identityInternal') + path, { body, headers });
  }

  #keep(jwt: string): Secret {
    return this.#secrets.remember(`JWT for ${String(decodeJwt(jwt).aud)}`, jwt);
  }
}
