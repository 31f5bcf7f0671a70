import { clientCredentialsGrant, type Configuration } from 'openid-client';
import type { AccessToken } from './access-token.ts';
import { identityServer, type TokenExchangeOptions } from './identity-server.ts';
import { issuedToken } from './issued-token.ts';
import type { TokenRequest } from './token-client.ts';
import { tokenEndpointError } from './token-endpoint-error.ts';

interface Held {
  readonly token: AccessToken;
  readonly renewFromMs: number;
  readonly goodUntilMs: number;
}

/** One that ends so soon is handed out no more: whoever shows it would have to show another at once. */
const marginMs = 10_000;

/**
 * A token of the service itself for a connection that stays, such as one to a broker. It is renewed from half its life on; until it
 * ends, whoever asks gets the one at hand if identity cannot be reached.
 */
export class StandingToken {
  readonly #options: TokenExchangeOptions;
  readonly #request: TokenRequest;
  readonly #now: () => number;
  #identity: Promise<Configuration> | undefined;
  #held: Held | undefined;
  #underWay: Promise<AccessToken> | undefined;

  /** @param now milliseconds of a clock that never jumps */
  constructor(options: TokenExchangeOptions, request: TokenRequest, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#request = request;
    this.#now = now;
  }

  /** @throws as `TokenClient.asMyself`, once the token at hand has ended */
  async get(): Promise<AccessToken> {
    const held = this.#held;
    if (held && this.#now() < held.renewFromMs) return held.token;
    try {
      this.#underWay ??= this.#renewed();
      return await this.#underWay;
    } catch (error) {
      if (held && this.#now() < held.goodUntilMs) return held.token;
      throw error;
    } finally {
      this.#underWay = undefined;
    }
  }

  async #renewed(): Promise<AccessToken> {
    const { audience, scopes } = this.#request;
    const askedAtMs = this.#now();
    const { token, expiresInSeconds } = await this.#issued({ audience, scope: scopes.join(' ') });
    const lifeMs = expiresInSeconds * 1000;
    this.#held = { token, renewFromMs: askedAtMs + lifeMs / 2, goodUntilMs: askedAtMs + lifeMs - marginMs };
    return token;
  }

  async #issued(parameters: Record<string, string>): Promise<ReturnType<typeof issuedToken>> {
    this.#identity ??= identityServer(this.#options);
    const identity = await this.#identity;
    try {
      return issuedToken(await clientCredentialsGrant(identity, parameters), this.#request.scopes);
    } catch (error) {
      throw tokenEndpointError(error, this.#options.issuer, false);
    }
  }
}
