import { decodeJwt } from 'jose';
import type { AccessRoute } from './access-table.ts';
import type { Answer } from './answer.ts';
import { people, type Person } from './people.ts';
import type { Secret } from './secret.ts';
import type { StackClient } from './stack-client.ts';
import { type ApiName, apis } from './stack.ts';

/**
 * Who knocks at a route: a person with the scope that it asks for; alice with every other scope (`unscoped`), or with her token for
 * another service (`elsewhere`); billing as itself; and somebody without a token.
 */
export const accessCallers = [...people, 'unscoped', 'elsewhere', 'billing', 'nobody'] as const;
export type AccessCaller = (typeof accessCallers)[number];

/** Who can hold these is on the internet. All other scopes exist inside alone. */
const outside = ['orders_read', 'orders_write', 'customers_read', 'invoices_read', 'invoices_pay'];

/** A request, whoever sends it. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object | undefined;
}

/** Everybody of the table, logged in. */
export class AccessCallers {
  readonly #stack: StackClient;
  readonly #logins = new Map<string, Promise<Secret>>();

  constructor(stack: StackClient) {
    this.#stack = stack;
  }

  /** Through the edge where a person can get there with their own token, else at the service itself. */
  async call(caller: AccessCaller, route: AccessRoute, call: Call): Promise<Answer> {
    const isOutside = outside.includes(route.scope);
    if (isOutside && caller !== 'elsewhere' && caller !== 'billing') {
      const token = caller === 'nobody' ? undefined : await this.#opaque(caller, route.scope);
      const api = this.#stack.api(token);
      return call.method === 'POST' ? api.post(call.path, call.body ?? {}) : api.get(call.path);
    }
    const token = caller === 'nobody' ? undefined : await this.#jwt(caller, route);
    return this.#stack.callService(route.service, call.path, { ...call, token });
  }

  /** With every scope that somebody on the internet can hold. */
  opaqueTokenOf(person: Person): Promise<Secret> {
    return this.#login(person, outside);
  }

  async subjectOf(person: Person): Promise<string> {
    const jwt = await this.#stack.swap(await this.opaqueTokenOf(person), audienceOf('order'));
    return String(decodeJwt(jwt.reveal()).sub);
  }

  #opaque(caller: Person | 'unscoped', scope: string): Promise<Secret> {
    if (caller !== 'unscoped') return this.opaqueTokenOf(caller);
    const others = outside.filter((other) => other !== scope);
    return this.#login('alice', others);
  }

  async #jwt(caller: Exclude<AccessCaller, 'nobody'>, { service, scope }: AccessRoute): Promise<Secret> {
    if (caller === 'billing') return this.#stack.ownToken('billing', own);
    const opaque = await this.opaqueTokenOf(caller === 'elsewhere' || caller === 'unscoped' ? 'alice' : caller);
    if (caller === 'elsewhere')
      return this.#stack.swap(opaque, audienceOf(apis.find((api) => api !== service) ?? service));
    if (caller === 'unscoped') return this.#stack.swap(opaque, audienceOf(service));
    return this.#exchanged(opaque, service, scope);
  }

  /** As far as exchange leads for a person's token. What it does not lead to, nobody holds for a person: theirs stays as it is. */
  async #exchanged(opaque: Secret, service: ApiName, scope: string): Promise<Secret> {
    let token = await this.#stack.swap(opaque, audienceOf(chains[scope]?.[0]?.by ?? service));
    for (const { by, narrower } of chains[scope] ?? []) token = await this.#stack.exchange(by, token, narrower);
    return token;
  }

  #login(person: Person, scopes: readonly string[]): Promise<Secret> {
    const key = [person, ...scopes].join(' ');
    const login =
      this.#logins.get(key) ??
      this.#stack.login(person, { scopes: ['openid', ...scopes] }).then((it) => it.opaqueToken);
    this.#logins.set(key, login);
    return login;
  }
}

const audienceOf = (api: ApiName): string => `urn:downscope:${api}`;
const own = { audience: audienceOf('customer'), scopes: ['customers_terms_read_any'] };

interface Exchange {
  readonly by: 'order' | 'billing';
  readonly narrower: { readonly audience: string; readonly scopes: readonly string[] };
}

const exchange = (by: Exchange['by'], to: ApiName, scope: string): Exchange => ({
  by,
  narrower: { audience: audienceOf(to), scopes: [scope] },
});

/** Which services a person's token goes through until it holds a scope (`exchange` in privileges.yaml). */
const chains: Readonly<Record<string, readonly Exchange[]>> = {
  customers_name_read: [exchange('order', 'customer', 'customers_name_read')],
  customers_credit_check: [exchange('order', 'customer', 'customers_credit_check')],
  customers_address_read: [
    exchange('order', 'billing', 'invoices_read'),
    exchange('billing', 'customer', 'customers_address_read'),
  ],
};
