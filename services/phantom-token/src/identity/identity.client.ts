import type { ClientMetadata, ServerMetadata } from 'openid-client';
import { z } from 'zod';
import { IdentityUnavailable } from './identity-unavailable.ts';
import { phantomJwt, type PhantomJwt } from './phantom-jwt.ts';
import { shortText } from './short-text.ts';

export interface IdentityOptions {
  readonly issuer: string;
  readonly identityUrl: string;
  /** Adds this service's credential to a request's form. */
  readonly authenticate: (
    server: ServerMetadata,
    client: ClientMetadata,
    form: URLSearchParams,
    headers: Headers,
  ) => void | Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const clientId = 'phantom-token';
const notOfAnApi = ['openid', 'offline_access'];
const timeoutMs = 3_000;
const macKeysGrant = 'urn:downscope:params:oauth:grant-type:mac-keys';
const macKeySet = z.object({
  keys: z.array(z.object({ kty: z.literal('oct'), kid: z.string(), alg: z.literal('HS256'), k: z.string() })),
});
const metadata = z.object({ scopes_supported: z.array(z.string()) });
const inactive = z.object({ active: z.literal(false) });

/** Asks identity what an opaque token is worth. This client alone may. */
export class IdentityClient {
  constructor(private readonly options: IdentityOptions) {}

  /**
   * The JWT that stands for a live opaque token at one audience, undefined for a token that is not live
   * (RFC 7662 section 2.2).
   *
   * @throws IdentityUnavailable for every other answer, and for none
   */
  async introspect(opaqueToken: string, audience: string): Promise<PhantomJwt | undefined> {
    const askedAtMs = Date.now();
    const { status, type, text } = await this.ask(
      new URLSearchParams({ token: opaqueToken, audience }),
      '/token/introspection',
    );
    if (status === 200 && type === 'application/jwt') return phantomJwt(text, audience, askedAtMs);
    if (status === 200 && type === 'application/json' && inactive.safeParse(parsed(text)).success) return undefined;
    throw new IdentityUnavailable(`answered ${status} ${type}`);
  }

  /**
   * The keys of the MACs in opaque tokens, by their ids.
   *
   * @throws IdentityUnavailable
   */
  async macKeys(): Promise<ReadonlyMap<string, Uint8Array>> {
    const { status, text } = await this.ask(new URLSearchParams({ grant_type: macKeysGrant }), '/token');
    const answer = macKeySet.safeParse(parsed(text));
    if (status !== 200 || !answer.success) throw new IdentityUnavailable(`answered ${status} for the keys of MACs`);
    return new Map(answer.data.keys.map(({ kid, k }) => [kid, Buffer.from(k, 'base64url')]));
  }

  /**
   * The scopes that applications may ask people for (RFC 8414 section 2), without those that are about who somebody is: no API knows
   * them.
   *
   * @throws IdentityUnavailable
   */
  async publishedScopes(): Promise<readonly string[]> {
    const { status, text } = await this.fetch('/.well-known/oauth-authorization-server', {});
    const answer = metadata.safeParse(parsed(text));
    if (status !== 200 || !answer.success) throw new IdentityUnavailable(`answered ${status} for its metadata`);
    return answer.data.scopes_supported.filter((scope) => !notOfAnApi.includes(scope));
  }

  private async ask(form: URLSearchParams, path: '/token' | '/token/introspection'): Promise<Answer> {
    const { issuer, authenticate } = this.options;
    const headers = new Headers({ accept: path === '/token' ? 'application/json' : 'application/jwt' });
    try {
      await authenticate({ issuer }, { client_id: clientId }, form, headers);
    } catch (error) {
      throw new IdentityUnavailable('no credential for it', { cause: error });
    }
    return this.fetch(path, { method: 'POST', headers, body: form });
  }

  private async fetch(path: string, request: RequestInit): Promise<Answer> {
    try {
      const response = await fetch(this.options.identityUrl + path, {
        ...request,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
      return { status: response.status, type, text: await shortText(response) };
    } catch (error) {
      throw new IdentityUnavailable('unreachable', { cause: error });
    }
  }
}

/** Undefined for what is no JSON: the parser's own error would show a piece of it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
