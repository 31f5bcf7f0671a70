import {
  clientCredentialsGrant,
  type Configuration,
  genericGrantRequest,
  type TokenEndpointResponse,
} from 'openid-client';
import type { AccessToken } from './access-token.ts';
import { InsecureUrl } from './errors.ts';
import { identityServer, type TokenExchangeOptions } from './identity-server.ts';
import { issuedToken } from './issued-token.ts';
import type { RevocationList } from './revocation-list.ts';
import { type SubjectClaims, subjectClaims } from './subject-claims.ts';
import { type IssuedToken, TokenCache } from './token-cache.ts';
import { tokenEndpointError } from './token-endpoint-error.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/** What a token is wanted for: one service, and what will be done there. */
export interface TokenRequest {
  readonly audience: string;
  readonly scopes: readonly string[];
  /** A token that was given out for the same, and refused: not given out again. */
  readonly insteadOf?: AccessToken | undefined;
}

/** Something that holds a token and shows it on demand, such as an `AccessToken`. */
export interface HoldsToken {
  reveal(): string;
}

/**
 * Gets tokens for other services from the identity server, and keeps them until shortly before they expire.
 *
 * `exchange` and `asMyself` throw DownstreamUnavailable, DownstreamRefused, DownstreamMisunderstood; `exchange` SubjectTokenEnded too.
 */
export class TokenClient {
  readonly #identity: Configuration;
  readonly #options: TokenExchangeOptions;
  readonly #cache: TokenCache;

  private constructor(identity: Configuration, options: TokenExchangeOptions, revocations?: RevocationList) {
    this.#cache = new TokenCache(revocations);
    this.#identity = identity;
    this.#options = options;
  }

  /**
   * Reads the client's credential; dials nobody.
   *
   * @param revocations where it is heard of them: what comes of a revoked token is given up at once
   */
  static async create(options: TokenExchangeOptions, revocations?: RevocationList): Promise<TokenClient> {
    return new TokenClient(await identityServer(options), options, revocations);
  }

  /** A token for another service on behalf of whom the subject token stands for (RFC 8693). */
  exchange(subjectToken: HoldsToken, request: TokenRequest): Promise<AccessToken> {
    const subject = subjectToken.reveal();
    const ask = async (parameters: Record<string, string>): Promise<TokenEndpointResponse> => {
      const answer = await genericGrantRequest(this.#identity, exchangeGrant, {
        ...parameters,
        subject_token: subject,
        subject_token_type: accessTokenType,
      });
      if (answer['issued_token_type'] !== accessTokenType) throw new TypeError('Not an access token');
      return answer;
    };
    return this.#get(['exchange', subject], request, ask, subjectClaims(subject));
  }

  /** A token for another service as this service itself (client credentials): when nobody is there, as for an event. */
  asMyself(request: TokenRequest): Promise<AccessToken> {
    return this.#get(['as myself'], request, (parameters) => clientCredentialsGrant(this.#identity, parameters));
  }

  /** @throws InsecureUrl when tokens must not be sent there */
  mustMaySendTo(url: URL): void {
    if (url.protocol !== 'https:' && !this.#options.allowInsecureHttp) throw new InsecureUrl(url);
  }

  #get(who: string[], request: TokenRequest, ask: Ask, subject?: SubjectClaims): Promise<AccessToken> {
    const { audience, scopes, insteadOf } = request;
    const fetch = async (): Promise<IssuedToken> => {
      try {
        return issuedToken(await ask({ audience, scope: scopes.join(' ') }), scopes);
      } catch (error) {
        throw tokenEndpointError(error, this.#options.issuer, subject !== undefined);
      }
    };
    return this.#cache.get([...who, audience, ...[...scopes].sort()], fetch, { subject, insteadOf });
  }
}

type Ask = (parameters: Record<string, string>) => Promise<TokenEndpointResponse>;
