import { impliedBy } from '@downscope/identity/src/privileges/implied-by.ts';
import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';

/** A scope at an API that lets it in: as `order orders_read`. */
type Door = string;

/** What a token opens that is stolen where it is used, by what kind of token that is. */
export class Doors {
  readonly #privileges: Privileges;
  readonly #granted: readonly string[];

  /** @param client with all that anybody can give it, who has no role */
  constructor(privileges: Privileges, client: string) {
    const ofRoles = [...privileges.file.roles.values()].flat();
    this.#privileges = privileges;
    this.#granted = (privileges.client(client)?.scopes ?? []).filter(
      (scope) => privileges.ownerOf(scope) !== undefined && !ofRoles.includes(scope),
    );
  }

  /** One token for all: it must hold whatever anybody behind the first API needs. */
  forwarded(): Door[] {
    return this.#at([...this.#granted, ...impliedBy(this.#privileges, this.#granted)]);
  }

  /** At the end of a way of exchanges, from the API that the edge leads to. */
  exchanged(first: string, ...others: string[]): Door[] {
    let held = this.#granted.filter((scope) => this.#privileges.file.edge.get(first)?.includes(scope));
    let by = first;
    for (const to of others) {
      const implied = this.#privileges.file.exchange.get(by)?.get(to);
      held = [...new Set(held.flatMap((scope) => implied?.get(scope) ?? []))];
      by = to;
    }
    return this.#at(held);
  }

  /** Of a service that acts as itself, at one API or at the broker: each token is for one of them. */
  own(service: string, at: string): Door[] {
    const scopes = this.#privileges.client(service)?.scopes ?? [];
    return this.#at(scopes.filter((scope) => this.#privileges.ownerOf(scope) === at));
  }

  #at(scopes: readonly string[]): Door[] {
    return scopes.map((scope) => `${String(this.#privileges.ownerOf(scope))} ${scope}`);
  }
}

/** As a table says it: `10 doors at 3 APIs`. */
export function counted(doors: readonly Door[]): string {
  const apis = new Set(doors.map((door) => door.split(' ')[0])).size;
  const many = (count: number, what: string): string => `${String(count)} ${what}${count === 1 ? '' : 's'}`;
  return doors.length === 0 ? 'none' : `${many(doors.length, 'door')} at ${many(apis, 'API')}`;
}
