import { z, type ZodType } from 'zod';
import type { AccessToken } from './access-token.ts';
import { endpoint } from './endpoint.ts';
import { DownstreamMisunderstood, DownstreamRefused, DownstreamUnavailable, isTransient } from './errors.ts';
import type { HoldsToken, TokenClient } from './token-client.ts';

export interface DownstreamOptions {
  readonly url: string;
  /** What the service is called in its tokens. */
  readonly audience: string;
  /** For one request; getting the token for it has a limit of its own. */
  readonly timeoutMs: number;
}

/** On whose behalf a call is made, what will be done (its scopes), and what the answer looks like. */
export type DownstreamCall<T> = Caller & { readonly scopes: readonly string[]; readonly answer: ZodType<T> };
type Caller = { readonly onBehalfOf: HoldsToken } | { readonly asMyself: true };

const problem = z.object({ code: z.string() });

/**
 * Another service's API, called with a token for that service and this call alone.
 *
 * Its calls throw DownstreamUnavailable, DownstreamRefused, DownstreamMisunderstood.
 */
export class DownstreamApi {
  readonly #options: DownstreamOptions;
  readonly #tokens: TokenClient;

  /** @throws InsecureUrl when the token would travel over plain http, unless the token client allows that */
  constructor(options: DownstreamOptions, tokens: TokenClient) {
    tokens.mustMaySendTo(new URL(options.url));
    this.#options = options;
    this.#tokens = tokens;
  }

  /** @param path as it goes over the wire: put what a value holds through encodeURIComponent */
  get<T>(path: string, call: DownstreamCall<T>): Promise<T> {
    return this.#call('GET', path, call);
  }

  /** @param path as it goes over the wire: put what a value holds through encodeURIComponent */
  post<T>(path: string, call: DownstreamCall<T> & { readonly body: unknown }): Promise<T> {
    return this.#call('POST', path, call, JSON.stringify(call.body));
  }

  async #call<T>(method: string, path: string, call: DownstreamCall<T>, body?: string): Promise<T> {
    const url = endpoint(this.#options.url, path);
    const response = await this.#send(method, url, await this.#tokenFor(call), body);
    const { audience } = this.#options;
    if (isTransient(response.status)) throw new DownstreamUnavailable(audience, { cause: response.status });
    if (!response.ok) {
      throw new DownstreamRefused(audience, response.status, problem.safeParse(response.content).data?.code);
    }
    const answer = call.answer.safeParse(response.content);
    if (!answer.success) throw new DownstreamMisunderstood(audience, { cause: answer.error });
    return answer.data;
  }

  #tokenFor({ scopes, ...caller }: DownstreamCall<unknown>): Promise<AccessToken> {
    const { audience } = this.#options;
    return 'onBehalfOf' in caller
      ? this.#tokens.exchange(caller.onBehalfOf, { audience, scopes })
      : this.#tokens.asMyself({ audience, scopes });
  }

  async #send(method: string, url: URL, token: AccessToken, body: string | undefined): Promise<Answer> {
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token.reveal()}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    try {
      const signal = AbortSignal.timeout(this.#options.timeoutMs);
      const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
      return { ok: response.ok, status: response.status, content: parsed(await response.text()) };
    } catch (error) {
      throw new DownstreamUnavailable(this.#options.audience, { cause: error });
    }
  }
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  /** Undefined where the body is not JSON. */
  readonly content: unknown;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
