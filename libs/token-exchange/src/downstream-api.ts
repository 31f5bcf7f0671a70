import { z, type ZodType } from 'zod';
import type { AccessToken } from './access-token.ts';
import { endpoint } from './endpoint.ts';
import { DownstreamMisunderstood, DownstreamRefused } from './errors.ts';
import type { HoldsToken, TokenClient } from './token-client.ts';
import { wholeAnswer } from './whole-answer.ts';

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
 * Its calls throw DownstreamUnavailable, DownstreamRefused, DownstreamMisunderstood; those on behalf of a caller SubjectTokenEnded too.
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

  async #call<T>(method: Method, path: string, call: DownstreamCall<T>, body?: string): Promise<T> {
    const url = endpoint(this.#options.url, path);
    const response = await this.#answered(call, (token) => this.#send(method, url, token, body));
    const { audience } = this.#options;
    if (!response.ok) {
      throw new DownstreamRefused(audience, response.status, problem.safeParse(response.content).data?.code);
    }
    const answer = call.answer.safeParse(response.content);
    if (!answer.success) throw new DownstreamMisunderstood(audience, { cause: answer.error });
    return answer.data;
  }

  /**
   * A token that the service does not take any more is no refusal yet: it, or what it descends from, may have ended since. Then there is no
   * other one to be had, and it is the caller's token that is not good.
   */
  async #answered(call: DownstreamCall<unknown>, send: (token: AccessToken) => Promise<Answer>): Promise<Answer> {
    const token = await this.#tokenFor(call);
    const answer = await send(token);
    return answer.status === 401 ? send(await this.#tokenFor(call, token)) : answer;
  }

  #tokenFor({ scopes, ...caller }: DownstreamCall<unknown>, insteadOf?: AccessToken): Promise<AccessToken> {
    const { audience } = this.#options;
    return 'onBehalfOf' in caller
      ? this.#tokens.exchange(caller.onBehalfOf, { audience, scopes, insteadOf })
      : this.#tokens.asMyself({ audience, scopes, insteadOf });
  }

  async #send(method: Method, url: URL, token: AccessToken, body: string | undefined): Promise<Answer> {
    const { audience, timeoutMs } = this.#options;
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token.reveal()}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    const request: RequestInit = { method, headers, body: body ?? null, redirect: 'manual', signal };
    const response = await wholeAnswer(
      audience,
      [url, request],
      method === 'GET' ? 'again where the connection breaks' : 'once',
    );
    return { ok: response.ok, status: response.status, content: parsed(await response.text()) };
  }
}

type Method = 'GET' | 'POST';

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
