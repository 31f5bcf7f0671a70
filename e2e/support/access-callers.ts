import { decodeJwt } from 'jose';
import type { AccessRoute } from './access-table.ts';
import type { Answer } from './answer.ts';
import { people, type Person } from './people.ts';
import type { Secret } from './secret.ts';
import type { StackClient } from './stack-client.ts';
import { type ApiName, apis } from './stack.ts';

/** A person who lets a third party, Budget Planner, act for them. */
const planners = ['alice@planner', 'carol@planner'] as const;
type Planner = (typeof planners)[number];

/**
 * Who knocks at a route: a person with every scope that they can give; one by a third party, with the scopes that it can have; alice
 * with every scope but the one that it asks for (`unscoped`), or with her token for another service (`elsewhere`); billing as itself;
 * and somebody without a token.
 */
export const accessCallers = [...people, ...planners, 'unscoped', 'elsewhere', 'billing', 'nobody'] as const;
export type AccessCaller = (typeof accessCallers)[number];

/** Who can hold these is on the internet. All other scopes exist inside alone. */
const outside = [
  ...['orders_read', 'orders_write', 'orders_cancel'],
  ...['customers_read', 'customers_write'],
  ...['invoices_read', 'invoices_pay'],
];
/** Asked for everybody, and given by support alone. */
const ofRegion = ['orders_read_region', 'invoices_read_region'];
const ofPlanner = ['orders_read', 'invoices_read'];

/** A request, whoever sends it. */
export interface Call {
  readonly method: AccessRoute['method'];
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
      if (call.method === 'PATCH') return api.patch(call.path, call.body ?? {});
      if (call.method === 'DELETE') return api.delete(call.path);
      return call.method === 'POST' ? api.post(call.path, call.body ?? {}) : api.get(call.path);
    }
    const token = caller === 'nobody' ? undefined : await this.#jwt(caller, route);
    return this.#stack.callService(route.service, call.path, { ...call, token });
  }

  /** With every scope that somebody on the internet can hold, as far as its client can have it and the person can give it. */
  opaqueTokenOf(caller: Person | Planner): Promise<Secret> {
    return this.#login(caller, isPlanner(caller) ? ofPlanner : [...outside, ...ofRegion]);
  }

  async subjectOf(person: Person): Promise<string> {
    const jwt = await this.#stack.swap(await this.opaqueTokenOf(person), audienceOf('order'));
    return String(decodeJwt(jwt.reveal()).sub);
  }

  #opaque(caller: Person | Planner | 'unscoped', scope: string): Promise<Secret> {
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
    return this.#exchanged(opaque, caller, service, scope);
  }

  /** As far as exchange leads for a person's token. What it does not lead to, nobody holds for a person: theirs stays as it is. */
  async #exchanged(opaque: Secret, caller: Person | Planner, service: ApiName, scope: string): Promise<Secret> {
    const exchanges = holds(caller, scope) ? (chains[scope]?.exchanges ?? []) : [];
    let token = await this.#stack.swap(opaque, audienceOf(exchanges[0]?.by ?? service));
    for (const { by, to, scope: next } of exchanges) {
      const scopes = caller === 'carol' ? [next, `${nouns[to]}_read_region`] : [next];
      token = await this.#stack.exchange(by, token, { audience: audienceOf(to), scopes });
    }
    return token;
  }

  #login(caller: Person | Planner, scopes: readonly string[]): Promise<Secret> {
    const key = [caller, ...scopes].join(' ');
    const [person, client] = isPlanner(caller)
      ? ([caller === 'alice@planner' ? 'alice' : 'carol', 'budget-planner'] as const)
      : ([caller, 'walkthrough'] as const);
    const login =
      this.#logins.get(key) ??
      this.#stack.login(person, { client, scopes: ['openid', ...scopes] }).then((it) => it.opaqueToken);
    this.#logins.set(key, login);
    return login;
  }
}

/** Whether a caller's token for a route has the scope that it asks for. */
export function holds(caller: AccessCaller, scope: string): boolean {
  if (people.some((person) => person === caller)) return !scope.endsWith('_any');
  return isPlanner(caller) && ofPlanner.includes(chains[scope]?.from ?? scope);
}

function isPlanner(caller: AccessCaller): caller is Planner {
  return planners.some((planner) => planner === caller);
}

const audienceOf = (api: ApiName): string => `urn:downscope:${api}`;
const nouns = { order: 'orders', customer: 'customers', billing: 'invoices' };
const own = { audience: audienceOf('customer'), scopes: ['customers_terms_read_any'] };

interface Exchange {
  readonly by: 'order' | 'billing';
  readonly to: ApiName;
  readonly scope: string;
}

/** From which scope, and through which services, a person's token gets one that exists inside alone (`exchange` in privileges.yaml). */
const chains: Readonly<Record<string, { readonly from: string; readonly exchanges: readonly Exchange[] }>> = {
  customers_name_read: {
    from: 'orders_read',
    exchanges: [{ by: 'order', to: 'customer', scope: 'customers_name_read' }],
  },
  customers_credit_check: {
    from: 'orders_write',
    exchanges: [{ by: 'order', to: 'customer', scope: 'customers_credit_check' }],
  },
  customers_address_read: {
    from: 'orders_read',
    exchanges: [
      { by: 'order', to: 'billing', scope: 'invoices_read' },
      { by: 'billing', to: 'customer', scope: 'customers_address_read' },
    ],
  },
};
